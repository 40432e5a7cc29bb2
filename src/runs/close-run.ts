/** Closes a run: its ledger, its outcome, the cursor, and what it means for the account's state. */
import { EMPTY_LEDGER, type Ledger, ledgerAddsUp, type RunOutcome } from '../contracts/run.ts'
import type { FinishedRun, FinishRunInput } from '../contracts/sync-activities.ts'
import { endQuotaWait, markFailing, markSuccess, standingOf } from '../store/account-state.ts'
import { type Account, getAccount, moveCursor } from '../store/accounts.ts'
import type { Store } from '../store/database.ts'
import { countWebinars, takeUpRows } from '../store/run-webinars.ts'
import { findRun } from '../store/runs.ts'
import { computeLedger } from './ledger.ts'

/** Safe to repeat: it comes to the same, as long as no later run has taken up this one's rows. */
export async function closeRun(
  store: Store,
  input: FinishRunInput,
  now: Date,
): Promise<FinishedRun> {
  const { on24ClientId, runKey } = input
  return store.transaction().execute(async (tx) => {
    const before = await findRun(tx, runKey)
    if (before === undefined) return closeUnopened(tx, input, now)
    await takeUpEverythingThatWaits(tx, runKey, on24ClientId)
    const ledger = await computeLedger(tx, runKey)
    const account = await getAccount(tx, on24ClientId)
    const unread = await countWebinars(tx, runKey, ['toRead', 'failed'])
    const broken = input.failure ?? mistakeIn(ledger)
    const failure = broken ?? (input.stopped !== null ? null : missedReads(unread))
    const outcome = outcomeOf(account, ledger, { broken, failure }, input.stopped !== null)

    const allIsRead = input.isDiscovered && unread === 0
    if (allIsRead && input.stopped === null) await moveCursor(tx, on24ClientId, before.window_to)
    if (failure !== null) await markFailing(tx, on24ClientId, failure, now)
    const isGood = outcome === 'complete' || outcome === 'rejections'
    if (isGood) await markSuccess(tx, on24ClientId, now)
    if (isGood || ledger.pending === 0) await endQuotaWait(tx, on24ClientId, now)
    await tx
      .updateTable('run')
      .set({
        finished_at: now,
        outcome,
        ledger: JSON.stringify(ledger),
        webinars_read: await countWebinars(tx, runKey, ['read']),
      })
      .where('run_key', '=', runKey)
      .execute()
    return { outcome, ledger, standing: standingOf(await getAccount(tx, on24ClientId)) }
  })
}

const FORGOTTEN = 'The store was restored while the run was under way; the next run does its work.'

/**
 * The run never had its turn, or no store to be written in, or was forgotten by a store that was restored from an
 * earlier day: it counts nothing, and what waits goes on waiting.
 */
async function closeUnopened(
  tx: Store,
  { on24ClientId, failure }: FinishRunInput,
  now: Date,
): Promise<FinishedRun> {
  await markFailing(tx, on24ClientId, failure ?? FORGOTTEN, now)
  const standing = standingOf(await getAccount(tx, on24ClientId))
  return { outcome: 'failed', ledger: EMPTY_LEDGER, standing }
}

/** Rows that no delivery came to, because Act-On takes nothing now, are this run's pending ones too. */
async function takeUpEverythingThatWaits(
  tx: Store,
  runKey: string,
  on24ClientId: string,
): Promise<void> {
  const waiting = await tx
    .selectFrom('waiting_row')
    .select('event_id')
    .distinct()
    .where('on24_client_id', '=', on24ClientId)
    .where('run_key', '!=', runKey)
    .where('state', 'in', ['pending', 'held'])
    .execute()
  for (const { event_id } of waiting) await takeUpRows(tx, runKey, on24ClientId, event_id)
}

function mistakeIn(ledger: Ledger): string | null {
  return ledgerAddsUp(ledger)
    ? null
    : "The run's ledger does not add up; please report it with the run's id."
}

function missedReads(unread: number): string | null {
  return unread === 0
    ? null
    : `${String(unread)} webinars could not be read from ON24; they are read again by the next run.`
}

/**
 * Webinars that could not be read come last: the controller asks Act-On for calls again only after an outcome
 * that says so, and one such webinar may stay for weeks.
 */
function outcomeOf(
  account: Account,
  ledger: Ledger,
  { broken, failure }: { readonly broken: string | null; readonly failure: string | null },
  isStopped: boolean,
): RunOutcome {
  if (isStopped) return 'paused'
  if (broken !== null) return 'failed'
  if (account.needs_relink_since !== null) return 'needsRelink'
  if (account.quota_blocked && ledger.pending > 0) return 'waitingForQuota'
  if (failure !== null) return 'failed'
  return ledger.rejected > 0 ? 'rejections' : 'complete'
}
