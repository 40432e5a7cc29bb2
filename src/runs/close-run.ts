/** Closes a run: computes its ledger and its outcome, moves the cursor, and updates the account's state. */
import { EMPTY_LEDGER, isGoodOutcome, type Ledger, type RunOutcome } from '../contracts/run.ts'
import type { FinishedRun, FinishRunInput } from '../contracts/sync-activities.ts'
import { type AccountWide, HOLDS_NOTHING_BACK, type Trouble } from '../contracts/trouble.ts'
import { troubleLine, troubleSummary } from '../contracts/trouble-words.ts'
import { webinarLease } from '../store/leases/lease-names.ts'
import {
  endQuotaWait,
  markFailing,
  markFailingSilently,
  markTried,
} from '../store/accounts/account-state.ts'
import { getAccount, moveCursor } from '../store/accounts/accounts.ts'
import { inTransaction, type Store } from '../store/database.ts'
import { isLeased } from '../store/leases/leases.ts'
import { countUnread, webinarsWithRowsToTakeUp } from '../store/runs/work-list.ts'
import { countWork } from '../store/runs/run-progress.ts'
import {
  endActOnTroubles,
  listAnswersOf,
  stopCallingActOn,
} from '../store/troubles/run-troubles.ts'
import { findRun, type Run, saveRunEnd } from '../store/runs/runs.ts'
import { eventsToLookUp } from '../store/webinars/look-ups.ts'
import { dropScans } from '../store/webinars/scans.ts'
import { takeUpRows } from '../store/rows/take-up.ts'
import { markRepaired } from '../store/verifications/findings.ts'
import { writeTroubleNotices } from '../store/troubles/trouble-notices.ts'
import { troublesOfAccount } from '../store/troubles/troubles.ts'
import { lockWebinar } from '../store/webinars/webinars.ts'
import { computeLedger, storedLedger } from '../store/runs/ledger.ts'
import { outcomeOf, type RunEnd } from './outcome.ts'
import { recordUnreadWebinars } from './record-unread-webinars.ts'
import { secondsToProbe, standingOf } from '../store/accounts/account.ts'

/** How many troubles the Temporal UI shows, the oldest first. */
const MAX_PROBLEMS = 10

/**
 * Safe to repeat. Only six-hourly runs change the account's state and its cursor; a backfill leaves both as they
 * are.
 */
export async function closeRun(
  store: Store,
  input: FinishRunInput,
  now: Date,
): Promise<FinishedRun> {
  const { on24ClientId, runKey } = input
  return inTransaction(store, async (tx) => {
    const before = await findRun(tx, runKey)
    if (before === undefined) return closeUnopened(tx, input, now)
    if (input.kind === 'sync') await takeUpWaitingRows(tx, runKey, on24ClientId)
    if (before.trigger === 'compare') await markRepaired(tx, { runKey, on24ClientId }, now)
    const stop = before.actOnStopped ?? (await judgeActOn(tx, input, now))
    const work = await countWork(tx, runKey)
    const unknownEvents = input.kind === 'sync' ? await eventsToLookUp(tx, on24ClientId) : []
    await recordUnreadWebinars(tx, input, { work, unknownEvents }, now)
    const troubles = await writeTroubleNotices(tx, on24ClientId, now)
    const ledger = await computeLedger(tx, runKey)
    const end = await outcomeOf(tx, input, { ledger, work, isDry: before.dryRun, unknownEvents })
    if (input.kind === 'sync') await changeAccount(tx, input, end, { stop, troubles }, now)
    // Discovered webinars are stored and stay open until they are read, so failed reads do not hold the cursor back.
    if (input.kind === 'sync' && before.discoveredAt !== null) {
      await moveCursor(tx, on24ClientId, before.windowTo)
    }
    await dropScans(tx, runKey)
    const failure =
      end.failure ?? (await whyIncomplete(tx, input, end.outcome, { ledger, troubles }))
    const ended = { at: now, outcome: end.outcome, failure, ledger, webinarsRead: work.read }
    await saveRunEnd(tx, runKey, ended)
    return {
      ...(await standingAfter(tx, on24ClientId, troubles, now)),
      outcome: end.outcome,
      ledger,
      failure,
    }
  })
}

/**
 * Judges Act-On by the answers of all lists: at least one answered, or all that were tried refused alike, and then
 * Act-On is not called any more. Not used if the run was stopped before: that decision stays.
 */
async function judgeActOn(
  tx: Store,
  { on24ClientId, runKey }: FinishRunInput,
  at: Date,
): Promise<AccountWide | null> {
  const { answered, alike, refused, refusal } = await listAnswersOf(tx, runKey)
  if (answered > 0) await endActOnTroubles(tx, on24ClientId)
  if (answered > 0 || refusal === null || alike < refused) return null
  const kind = 'actOnRefuses'
  await stopCallingActOn(tx, { on24ClientId, runKey }, { kind, detail: refusal, at })
  return kind
}

async function whyIncomplete(
  tx: Store,
  { runKey, kind }: FinishRunInput,
  outcome: RunOutcome,
  left: { readonly ledger: Ledger; readonly troubles: readonly Trouble[] },
): Promise<string | null> {
  if (outcome !== 'incomplete') return null
  const { pending } = left.ledger
  if (kind === 'compare' && pending === 0 && (await countUnread(tx, runKey)) > 0) {
    return NOT_ALL_COMPARED
  }
  const holding = left.troubles.filter((trouble) => !HOLDS_NOTHING_BACK.includes(trouble.kind))
  if (holding.length > 0) return troubleSummary(holding)
  return `${String(pending)} contacts came too late for this run; the next run delivers them.`
}

const NOT_ALL_COMPARED = 'Some webinars could not be compared; the next comparison tries again.'

async function changeAccount(
  tx: Store,
  { on24ClientId }: FinishRunInput,
  { outcome, failure, deliverable }: RunEnd,
  { stop, troubles }: { readonly stop: AccountWide | null; readonly troubles: readonly Trouble[] },
  now: Date,
): Promise<void> {
  if (failure !== null) await markFailing(tx, on24ClientId, failure, now)
  const reason = troubles.find(({ kind, eventId }) => kind === stop && eventId === null)
  if (reason !== undefined) await markFailingSilently(tx, on24ClientId, troubleLine(reason), now)
  const isGood = isGoodOutcome(outcome)
  const hasTriedAll = isGood || (outcome === 'incomplete' && stop === null)
  if (hasTriedAll) await markTried(tx, on24ClientId, { isGood, at: now })
  if (hasTriedAll || deliverable === 0) await endQuotaWait(tx, on24ClientId, now)
}

const FORGOTTEN = 'The store was restored while the run was active; the next run does its work.'

/**
 * The run never got its turn, or could not reach the store, or is missing in a store that was restored from an older
 * backup: it counts nothing, and waiting rows keep waiting.
 */
async function closeUnopened(
  tx: Store,
  { on24ClientId, kind, failure, stopped }: FinishRunInput,
  now: Date,
): Promise<FinishedRun> {
  const reason = stopped === null ? (failure ?? FORGOTTEN) : null
  if (kind === 'sync' && reason !== null) await markFailing(tx, on24ClientId, reason, now)
  const troubles = await writeTroubleNotices(tx, on24ClientId, now)
  return {
    ...(await standingAfter(tx, on24ClientId, troubles, now)),
    outcome: stopped === null ? 'failed' : 'paused',
    ledger: EMPTY_LEDGER,
    failure: reason,
  }
}

/** How a run was closed, if an attempt whose answer was lost has closed it. Null for one that is not, or was cut off. */
export async function endBefore(store: Store, run: Run, now: Date): Promise<FinishedRun | null> {
  const { on24ClientId, outcome, failure } = run
  if (outcome === null || outcome === 'paused') return null
  const troubles = await troublesOfAccount(store, on24ClientId)
  const ledger = storedLedger(run)
  return { ...(await standingAfter(store, on24ClientId, troubles, now)), outcome, ledger, failure }
}

async function standingAfter(
  tx: Store,
  on24ClientId: string,
  troubles: readonly Trouble[],
  now: Date,
): Promise<Pick<FinishedRun, 'standing' | 'problems' | 'probeInSeconds'>> {
  const account = await getAccount(tx, on24ClientId)
  return {
    standing: standingOf(account),
    problems: troubles.slice(0, MAX_PROBLEMS).map(troubleLine),
    probeInSeconds: secondsToProbe(account, now),
  }
}

/**
 * Rows that were not delivered because Act-On accepts no calls now also count as pending in this run. Rows of a webinar
 * that another worker holds belong to that worker's run.
 */
async function takeUpWaitingRows(tx: Store, runKey: string, on24ClientId: string): Promise<void> {
  for (const eventId of await webinarsWithRowsToTakeUp(tx, runKey, on24ClientId)) {
    await lockWebinar(tx, on24ClientId, eventId)
    // A worker that takes the lease after this check takes up the rows after this transaction.
    if (await isLeased(tx, webinarLease(on24ClientId, eventId))) continue
    await takeUpRows(tx, runKey, { on24ClientId, eventId })
  }
}
