/** An operator's decisions about waiting rows: stored first, then carried out by a run that is requested. */
import { controllerId } from '../../contracts/temporal-names.ts'
import type { Decided } from '../../api/operation-bodies.ts'
import { requestRun } from '../../operating/request-run.ts'
import { recordAudit } from '../../store/audit.ts'
import { applyHeld, dropHeld } from '../../store/rows/decide-held.ts'
import { retryRejected } from '../../store/rows/retry.ts'
import { findWebinar } from '../../store/webinars/webinars.ts'
import { accountNotBeingRemoved } from './account-of.ts'
import type { Service } from '../../service.ts'
import { webinarUnknown } from './change-webinar.ts'
import type { Requester } from '../../operating/store-operation.ts'
import { Problem } from '../api/problem.ts'
import { inTime } from '../../temporal/in-time.ts'
import { inTransaction } from '../../store/database.ts'
import { AccountNotLinked } from '../../store/accounts/account.ts'

export interface HeldDecision {
  readonly on24ClientId: string
  readonly eventId: string
  /** True: the contacts are removed. False: they stay in the list. */
  readonly apply: boolean
}

/** Throws AccountNotLinked, and a Problem, also when nothing is held. */
export async function decideHeld(
  service: Service,
  { on24ClientId, eventId, apply }: HeldDecision,
  { actor, address }: Requester,
): Promise<Decided> {
  const { store, now } = service
  await checkLinked(service, on24ClientId)
  if ((await findWebinar(store, on24ClientId, eventId)) === undefined) webinarUnknown(eventId)
  const at = now()
  const rows = await inTransaction(store, async (tx) => {
    const decide = apply ? applyHeld : dropHeld
    const decided = await decide(tx, { on24ClientId, eventId }, at)
    if (decided === 0) return 0
    const action = apply ? 'heldApplied' : 'heldDropped'
    const entry = { on24ClientId, at, actor, address, action, about: eventId } as const
    await recordAudit(tx, { ...entry, result: 'ok' })
    return decided
  })
  if (rows === 0) nothingHeld()
  const decided = { rows, needsRun: apply }
  return inTime(service.client, () => answerOf(service, on24ClientId, { actor, address }, decided))
}

export function nothingHeld(): never {
  const detail =
    "Look at the account's problems: another operator may have decided already, or ON24 has reported a change."
  throw new Problem('nothingHeld', detail)
}

/** Throws a Problem or AccountNotLinked. */
export async function retryRejections(
  service: Service,
  on24ClientId: string,
  { actor, address }: Requester,
): Promise<Decided> {
  const { store, now } = service
  await checkLinked(service, on24ClientId)
  const rows = await inTransaction(store, async (tx) => {
    const at = now()
    const retried = await retryRejected(tx, on24ClientId, at)
    const entry = { on24ClientId, at, actor, address, action: 'retried' } as const
    await recordAudit(tx, { ...entry, result: retried === 0 ? 'unchanged' : 'ok' })
    return retried
  })
  const decided = { rows, needsRun: rows > 0 }
  return inTime(service.client, () => answerOf(service, on24ClientId, { actor, address }, decided))
}

/** Throws a Problem or AccountNotLinked. */
export async function checkLinked({ store }: Service, on24ClientId: string): Promise<void> {
  const { linkedAt } = await accountNotBeingRemoved(store, on24ClientId)
  if (linkedAt === null) throw new AccountNotLinked(on24ClientId)
}

/** Requests the run that carries the decision out, if it needs one. */
export async function answerOf(
  service: Service,
  on24ClientId: string,
  requester: Requester,
  { rows, needsRun }: { readonly rows: number; readonly needsRun: boolean },
): Promise<Decided> {
  const syncAsked = needsRun && (await requestRun(service, on24ClientId, requester))
  return { workflowId: controllerId(on24ClientId), rows, syncAsked }
}
