/** What an operator decides about rows that wait: stored first, then carried out by a run that is asked for. */
import { controllerId } from '../../../contracts/temporal-names.ts'
import type { Decided } from '../../../api/operating.ts'
import { askForRun } from '../../../operating/ask-for-run.ts'
import { recordAudit } from '../../../store/audit.ts'
import { applyHeld, dropHeld } from '../../../store/rows/decide-held.ts'
import { retryRejected } from '../../../store/rows/retry.ts'
import { findWebinar } from '../../../store/webinars/webinars.ts'
import { lastingAccountOf } from '../account-of.ts'
import type { Service } from '../../../service.ts'
import { webinarUnknown } from './change-webinar.ts'
import type { Call, HandlerOf } from '../handler.ts'
import { Problem } from '../problem.ts'
import { inTransaction } from '../../../store/database.ts'
import { AccountNotLinked } from '../../../store/accounts/account.ts'

export function decideHeld(service: Service): HandlerOf<'decideHeld'> {
  const { store, now } = service
  return async ({ params: { id, eventId }, body: { apply } }, call) => {
    await linkedAccountOf(service, id)
    if ((await findWebinar(store, id, eventId)) === undefined) webinarUnknown(eventId)
    const at = now()
    const rows = await inTransaction(store, async (tx) => {
      const decide = apply ? applyHeld : dropHeld
      const decided = await decide(tx, { on24ClientId: id, eventId }, at)
      if (decided === 0) return 0
      const { actor, address } = call
      const action = apply ? 'heldApplied' : 'heldDropped'
      const entry = { on24ClientId: id, at, actor, address, action, about: eventId } as const
      await recordAudit(tx, { ...entry, result: 'ok' })
      return decided
    })
    if (rows === 0) nothingHeld()
    return answerOf(service, id, call, { rows, needsRun: apply })
  }
}

export function nothingHeld(): never {
  const detail = 'Somebody may have decided already, or ON24 says something else by now.'
  throw new Problem('nothingHeld', detail)
}

export function retryRejections(service: Service): HandlerOf<'retryRejections'> {
  const { store, now } = service
  return async ({ params: { id } }, call) => {
    await linkedAccountOf(service, id)
    const rows = await inTransaction(store, async (tx) => {
      const retried = await retryRejected(tx, id)
      const { actor, address } = call
      const entry = { on24ClientId: id, at: now(), actor, address, action: 'retried' } as const
      await recordAudit(tx, { ...entry, result: retried === 0 ? 'unchanged' : 'ok' })
      return retried
    })
    return answerOf(service, id, call, { rows, needsRun: rows > 0 })
  }
}

async function linkedAccountOf({ store }: Service, on24ClientId: string): Promise<void> {
  const { linkedAt } = await lastingAccountOf(store, on24ClientId)
  if (linkedAt === null) throw new AccountNotLinked(on24ClientId)
}

async function answerOf(
  service: Service,
  on24ClientId: string,
  { actor, address }: Call,
  { rows, needsRun }: { readonly rows: number; readonly needsRun: boolean },
): Promise<Decided> {
  const syncAsked = needsRun && (await askForRun(service, on24ClientId, { actor, address }))
  return { workflowId: controllerId(on24ClientId), rows, syncAsked }
}
