/** Closes a run: its ledger, its outcome, the cursor, and what it means for the account's state. */
import { EMPTY_LEDGER, type Ledger, ledgerAddsUp, type RunOutcome } from '../contracts/run.ts'
import type { FinishedRun, FinishRunInput } from '../contracts/sync-activities.ts'
import { webinarLease } from '../leases/lease-names.ts'
import { endQuotaWait, markFailing, markSuccess, standingOf } from '../store/account-state.ts'
import { type Account, getAccount, moveCursor } from '../store/accounts.ts'
import type { Store } from '../store/database.ts'
import { isLeased } from '../store/leases.ts'
import { eventsToLookUp } from '../store/look-ups.ts'
import { countUnread, countWork, webinarsWithRowsToTakeUp } from '../store/run-webinars.ts'
import { findRun } from '../store/runs.ts'
import { dropScans } from '../store/scans.ts'
import { takeUpRows } from '../store/taken-rows.ts'
import { countDeliverable } from '../store/waiting-rows.ts'
import { lockWebinar } from '../store/webinars.ts'
import { computeLedger } from './ledger.ts'

/**
 * Safe to repeat: it comes to the same. What an account is, and where its cursor stands, follows from its
 * six-hourly runs alone: a backfill leaves both as they are.
 */
export async function closeRun(
  store: Store,
  input: FinishRunInput,
  now: Date,
): Promise<FinishedRun> {
  const { on24ClientId, runKey } = input
  return store.transaction().execute(async (tx) => {
    const before = await findRun(tx, runKey)
    if (before === undefined) return closeUnopened(tx, input, now)
    if (input.kind === 'sync') await takeUpEverythingThatWaits(tx, runKey, on24ClientId)
    const ledger = await computeLedger(tx, runKey)
    const end = await endOf(tx, input, ledger)
    await dropScans(tx, runKey)
    const { read } = await countWork(tx, runKey)
    if (input.kind === 'sync') {
      // Each webinar's own state says whether it is still to be read, whatever became of it in this run.
      if (before.discovered_at !== null) await moveCursor(tx, on24ClientId, before.window_to)
      await changeAccount(tx, input, end, now)
    }
    await tx
      .updateTable('run')
      .set({
        finished_at: now,
        outcome: end.outcome,
        ledger: JSON.stringify(ledger),
        webinars_read: read,
      })
      .where('run_key', '=', runKey)
      .execute()
    const standing = standingOf(await getAccount(tx, on24ClientId))
    return { outcome: end.outcome, ledger, standing }
  })
}

interface RunEnd {
  readonly outcome: RunOutcome
  readonly failure: string | null
  /**
   * Rows that wait for quota: not those that are held, or whose webinar an operator leaves out. While Act-On takes
   * no calls, also those of a backfill at work: the wait is over for nobody as long as they are not delivered.
   */
  readonly deliverable: number
}

async function endOf(tx: Store, input: FinishRunInput, ledger: Ledger): Promise<RunEnd> {
  const { on24ClientId, runKey, stopped } = input
  // A backfill ends only once nothing waits for Act-On, however the account stands.
  const account = input.kind === 'sync' ? await getAccount(tx, on24ClientId) : null
  const toLookUp = account === null ? [] : await eventsToLookUp(tx, on24ClientId)
  const unread = (await countUnread(tx, runKey)) + toLookUp.length
  const isBlocked = account?.quota_blocked === true
  const deliverable = await countDeliverable(tx, isBlocked ? { on24ClientId } : { runKey })
  const broken = input.failure ?? mistakeIn(ledger)
  const failure = broken ?? (stopped !== null ? null : missedReads(unread))
  const outcome =
    stopped !== null ? 'paused' : outcomeOf(account, ledger, { broken, failure, deliverable })
  return { outcome, failure, deliverable }
}

async function changeAccount(
  tx: Store,
  { on24ClientId }: FinishRunInput,
  { outcome, failure, deliverable }: RunEnd,
  now: Date,
): Promise<void> {
  if (failure !== null) await markFailing(tx, on24ClientId, failure, now)
  const isGood = outcome === 'complete' || outcome === 'rejections'
  if (isGood) await markSuccess(tx, on24ClientId, now)
  if (isGood || deliverable === 0) await endQuotaWait(tx, on24ClientId, now)
}

const FORGOTTEN = 'The store was restored while the run was under way; the next run does its work.'

/**
 * The run never had its turn, or no store to be written in, or was forgotten by a store that was restored from an
 * earlier day: it counts nothing, and what waits goes on waiting.
 */
async function closeUnopened(
  tx: Store,
  { on24ClientId, kind, failure, stopped }: FinishRunInput,
  now: Date,
): Promise<FinishedRun> {
  if (kind === 'sync' && stopped === null) {
    await markFailing(tx, on24ClientId, failure ?? FORGOTTEN, now)
  }
  const standing = standingOf(await getAccount(tx, on24ClientId))
  return { outcome: stopped === null ? 'failed' : 'paused', ledger: EMPTY_LEDGER, standing }
}

/**
 * Rows that no delivery came to, because Act-On takes nothing now, are this run's pending ones too. Where
 * somebody is at work on a webinar, they are his.
 */
async function takeUpEverythingThatWaits(
  tx: Store,
  runKey: string,
  on24ClientId: string,
): Promise<void> {
  for (const eventId of await webinarsWithRowsToTakeUp(tx, runKey, on24ClientId)) {
    await lockWebinar(tx, on24ClientId, eventId)
    // Whoever takes the lease after this look takes up the rows after this transaction.
    if (await isLeased(tx, webinarLease(on24ClientId, eventId))) continue
    await takeUpRows(tx, runKey, { on24ClientId, eventId })
  }
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
  account: Account | null,
  ledger: Ledger,
  {
    broken,
    failure,
    deliverable,
  }: Pick<RunEnd, 'failure' | 'deliverable'> & {
    readonly broken: string | null
  },
): RunOutcome {
  if (broken !== null) return 'failed'
  if (account !== null && account.needs_relink_since !== null) return 'needsRelink'
  if (account?.quota_blocked === true && deliverable > 0) return 'waitingForQuota'
  if (failure !== null) return 'failed'
  return ledger.rejected > 0 ? 'rejections' : 'complete'
}
