/** Closes a run: its ledger, its outcome, the cursor, and what it means for the account's state. */
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
import { webinarsWithRowsToTakeUp } from '../store/runs/work-list.ts'
import { countWork } from '../store/runs/run-progress.ts'
import { actOnAnswered, listAnswersOf, stopCallingActOn } from '../store/troubles/run-troubles.ts'
import { findRun, saveRunEnd } from '../store/runs/runs.ts'
import { dropScans } from '../store/webinars/scans.ts'
import { takeUpRows } from '../store/rows/take-up.ts'
import { writeTroubleNotices } from '../store/troubles/trouble-notices.ts'
import { lockWebinar } from '../store/webinars/webinars.ts'
import { computeLedger } from '../store/runs/ledger.ts'
import { outcomeOf, type RunEnd } from './outcome.ts'
import { recordUnreadWebinars } from './record-unread-webinars.ts'
import { secondsToProbe, standingOf } from '../store/accounts/account.ts'

/** Of so many troubles the Temporal UI names the oldest. */
const MOST_PROBLEMS = 10

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
  return inTransaction(store, async (tx) => {
    const before = await findRun(tx, runKey)
    if (before === undefined) return closeUnopened(tx, input, now)
    if (input.kind === 'sync') await takeUpWaitingRows(tx, runKey, on24ClientId)
    const stop = before.actOnStopped ?? (await judgeActOn(tx, input, now))
    await recordUnreadWebinars(tx, input, now)
    const troubles = await writeTroubleNotices(tx, on24ClientId, now)
    const ledger = await computeLedger(tx, runKey)
    const end = await outcomeOf(tx, input, ledger)
    const { read } = await countWork(tx, runKey)
    if (input.kind === 'sync') await changeAccount(tx, input, end, { stop, troubles }, now)
    // Whatever discovery named is stored, and stays open until it is read: so reads that failed hold nothing back.
    if (input.kind === 'sync' && before.discoveredAt !== null) {
      await moveCursor(tx, on24ClientId, before.windowTo)
    }
    await dropScans(tx, runKey)
    const failure = end.failure ?? whyIncomplete(end.outcome, ledger, troubles)
    const ended = { at: now, outcome: end.outcome, failure, ledger, webinarsRead: read }
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
 * What the lists said together: all that were tried refused alike, which is why Act-On is called no more, or at least
 * one took calls. Not asked where the run was stopped before: that stays, whatever other lists had said.
 */
async function judgeActOn(
  tx: Store,
  { on24ClientId, runKey }: FinishRunInput,
  at: Date,
): Promise<AccountWide | null> {
  const { answered, alike, refused, refusal } = await listAnswersOf(tx, runKey)
  if (answered > 0) await actOnAnswered(tx, on24ClientId)
  if (answered > 0 || refusal === null || alike < refused) return null
  const kind = 'actOnRefuses'
  await stopCallingActOn(tx, { on24ClientId, runKey }, { kind, detail: refusal, at })
  return kind
}

function whyIncomplete(
  outcome: RunOutcome,
  { pending }: Ledger,
  troubles: readonly Trouble[],
): string | null {
  if (outcome !== 'incomplete') return null
  const holding = troubles.filter(({ kind }) => !HOLDS_NOTHING_BACK.includes(kind))
  if (holding.length > 0) return troubleSummary(holding)
  return `${String(pending)} contacts came too late for this run; the next one delivers them.`
}

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

async function standingAfter(
  tx: Store,
  on24ClientId: string,
  troubles: readonly Trouble[],
  now: Date,
): Promise<Pick<FinishedRun, 'standing' | 'problems' | 'probeInSeconds'>> {
  const account = await getAccount(tx, on24ClientId)
  return {
    standing: standingOf(account),
    problems: troubles.slice(0, MOST_PROBLEMS).map(troubleLine),
    probeInSeconds: secondsToProbe(account, now),
  }
}

/**
 * Rows that no delivery came to, because Act-On takes nothing now, are this run's pending ones too. Where
 * somebody is at work on a webinar, they are his.
 */
async function takeUpWaitingRows(tx: Store, runKey: string, on24ClientId: string): Promise<void> {
  for (const eventId of await webinarsWithRowsToTakeUp(tx, runKey, on24ClientId)) {
    await lockWebinar(tx, on24ClientId, eventId)
    // Whoever takes the lease after this look takes up the rows after this transaction.
    if (await isLeased(tx, webinarLease(on24ClientId, eventId))) continue
    await takeUpRows(tx, runKey, { on24ClientId, eventId })
  }
}
