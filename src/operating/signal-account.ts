/** What the API and the pages ask of an account: they signal its controller, as the Temporal UI does. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureSyncing, type SyncStarters } from '../accounts/start-syncing.ts'
import type { Operation } from '../contracts/operations.ts'
import { backfillId, controllerId } from '../contracts/temporal-names.ts'
import { errorFacts } from '../observability/error-facts.ts'
import type { Service } from '../service.ts'
import { findAccount, findLinkedAccount } from '../store/accounts/accounts.ts'
import { recordAudit } from '../store/audit.ts'
import { unsettledPauseOrResume } from '../store/operations.ts'
import type { Controllers } from '../temporal/controllers.ts'
import { isTemporalAway } from '../temporal/temporal-away.ts'
import { type Asker, auditWords, storeAsked } from './store-operation.ts'
import { AccountNotLinked, isPaused } from '../store/accounts/account.ts'

/** A sync is refused while the account is paused: a resume starts a run, too. */
export class AccountPaused extends Error {
  override readonly name = 'AccountPaused'
  constructor(on24ClientId: string) {
    super(`Account ${on24ClientId} is paused.`)
  }
}

export interface SignallingParts
  extends Pick<Service, 'store' | 'now'>, Pick<SyncStarters, 'schedules' | 'logger'> {
  readonly controllers: SyncStarters['controllers'] & Pick<Controllers, 'signal'>
}

/** An operator waits for the answer; a controller that is gone is started again meanwhile. */
const LONGEST_SEND_MS = 10_000

/**
 * Resolves when what is asked is stored, a pause or resume as the account's wish: from then on it is carried out, by
 * the controller as soon as it hears of it, or by the service when it does not. Its query `status` and the audit trail
 * tell what becomes of it. Throws AccountNotLinked for an account that is not linked, not registered, or being
 * removed, and AccountPaused.
 * @returns of the backfill, else of the controller.
 */
export async function signalAccount(
  parts: SignallingParts,
  on24ClientId: string,
  operation: Operation,
  asker: Asker,
): Promise<{ readonly workflowId: string }> {
  const { store, now } = parts
  if ((await findLinkedAccount(store, on24ClientId)) === undefined) {
    throw new AccountNotLinked(on24ClientId)
  }
  if (operation.signal === 'syncNow' && (await isPausedNow(parts, on24ClientId))) {
    const { actor, address } = asker
    const entry = { on24ClientId, at: now(), ...auditWords(operation) }
    await recordAudit(store, { ...entry, actor, address, result: 'refused' })
    throw new AccountPaused(on24ClientId)
  }
  const auditId = await storeAsked(parts, on24ClientId, operation, asker)
  if (auditId === null) throw new AccountNotLinked(on24ClientId)
  const { signal, ...payload } = operation
  await sendInTime(parts, on24ClientId, signal, { ...payload, auditId })
  const workflowId =
    operation.signal === 'backfill'
      ? backfillId(on24ClientId, operation)
      : controllerId(on24ClientId)
  return { workflowId }
}

/** As was asked for last, or else by the Schedule's own flag: somebody may have changed it by hand. */
export async function isPausedNow(
  { store, schedules }: Pick<SignallingParts, 'store' | 'schedules'>,
  on24ClientId: string,
): Promise<boolean> {
  const wish = await unsettledPauseOrResume(store, on24ClientId)
  if (wish !== null) return wish.operation.signal === 'pause'
  try {
    return (await schedules.readPause(on24ClientId)) !== null
  } catch (error) {
    if (!isTemporalAway(error)) throw error
    const account = await findAccount(store, on24ClientId)
    return account !== undefined && isPaused(account)
  }
}

/** It is stored: whatever the controller does not hear is taken up by the service. */
async function sendInTime(
  parts: SignallingParts,
  on24ClientId: string,
  signal: Operation['signal'],
  payload: object,
): Promise<void> {
  const sent = send(parts, on24ClientId, signal, payload).catch((error: unknown) => {
    parts.logger.warn(
      { on24ClientId, signal, ...errorFacts(error) },
      'The controller was not told of an operation; the service takes it up',
    )
  })
  const tooLate = new AbortController()
  await Promise.race([sent, sleep(LONGEST_SEND_MS, undefined, { signal: tooLate.signal })])
  tooLate.abort()
}

async function send(
  parts: SignallingParts,
  on24ClientId: string,
  signal: Operation['signal'],
  payload: object,
): Promise<void> {
  if (await parts.controllers.signal(on24ClientId, signal, payload)) return
  await ensureSyncing(parts, on24ClientId, AbortSignal.timeout(LONGEST_SEND_MS))
  await parts.controllers.signal(on24ClientId, signal, payload)
}
