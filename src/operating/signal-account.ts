/** What the API and the pages ask of an account: they signal its controller, as the Temporal UI does. */
import { ensureSyncing, type SyncStarters } from '../accounts/start-syncing.ts'
import type { BackfillRange } from '../contracts/operating.ts'
import { backfillId, controllerId } from '../contracts/temporal-names.ts'
import type { Service } from '../service.ts'
import { findAccount } from '../store/accounts.ts'
import { recordAsked, settleAudit } from '../store/audit.ts'
import type { Controllers } from '../temporal/controllers.ts'
import { AUDIT_ACTIONS, rangeInWords } from './audit-operation.ts'

export class AccountNotLinked extends Error {
  override readonly name = 'AccountNotLinked'
  constructor(on24ClientId: string) {
    super(`Account ${on24ClientId} is not linked.`)
  }
}

/** A sync is refused while the account is paused: a resume starts a run, too. */
export class AccountPaused extends Error {
  override readonly name = 'AccountPaused'
  constructor(on24ClientId: string) {
    super(`Account ${on24ClientId} is paused.`)
  }
}

export type AccountSignal =
  | { readonly signal: 'pause'; readonly reason?: string }
  | { readonly signal: 'resume' }
  | { readonly signal: 'syncNow' }
  | ({ readonly signal: 'backfill'; readonly dryRun?: boolean } & BackfillRange)

export interface Asker {
  /** As in the audit trail, e.g. `operator:<name>`. */
  readonly actor: string
  readonly address: string | null
}

export interface SignallingParts
  extends Pick<Service, 'store' | 'now'>, Pick<SyncStarters, 'schedules'> {
  readonly controllers: SyncStarters['controllers'] & Pick<Controllers, 'signal'>
}

/** A controller that is gone is started again, which may have to wait for a removal to end. */
const LONGEST_START_MS = 15_000

/**
 * Resolves when the controller has the signal; its query `status` and the audit trail tell what becomes of it.
 * Throws AccountNotLinked for an account that is not linked, not registered, or being removed, and AccountPaused.
 * @returns of the backfill, else of the controller.
 */
export async function signalAccount(
  parts: SignallingParts,
  on24ClientId: string,
  request: AccountSignal,
  { actor, address }: Asker,
): Promise<{ readonly workflowId: string }> {
  const { store } = parts
  const { signal, ...payload } = request
  const account = await findAccount(store, on24ClientId)
  if (account === undefined || account.linked_at === null || account.closing_since !== null) {
    throw new AccountNotLinked(on24ClientId)
  }
  const auditId = await recordAsked(store, {
    on24_client_id: on24ClientId,
    at: parts.now(),
    actor,
    action: AUDIT_ACTIONS[signal],
    about: request.signal === 'backfill' ? rangeInWords(request) : null,
    address,
  })
  try {
    if (signal === 'syncNow') await refuseWhilePaused(parts, on24ClientId)
    await send(parts, on24ClientId, signal, { ...payload, auditId })
  } catch (error) {
    const result = error instanceof AccountPaused ? 'refused' : 'notSent'
    await settleAudit(store, on24ClientId, auditId, result)
    throw error
  }
  const workflowId =
    request.signal === 'backfill'
      ? backfillId(on24ClientId, { dryRun: false, ...request })
      : controllerId(on24ClientId)
  return { workflowId }
}

/** By the Schedule's own flag: the store learns of it a little later. */
async function refuseWhilePaused(
  { schedules }: SignallingParts,
  on24ClientId: string,
): Promise<void> {
  if ((await schedules.readPause(on24ClientId)) !== null) throw new AccountPaused(on24ClientId)
}

async function send(
  parts: SignallingParts,
  on24ClientId: string,
  signal: AccountSignal['signal'],
  payload: object,
): Promise<void> {
  if (await parts.controllers.signal(on24ClientId, signal, payload)) return
  await ensureSyncing(parts, on24ClientId, AbortSignal.timeout(LONGEST_START_MS))
  if (await parts.controllers.signal(on24ClientId, signal, payload)) return
  throw new AccountNotLinked(on24ClientId)
}
