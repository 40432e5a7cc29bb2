/** The outcome of a run, from its ledger and from the work that it leaves. */
import { type Ledger, ledgerAddsUp, type RunOutcome } from '../contracts/run.ts'
import type { FinishRunInput } from '../contracts/sync-activities.ts'
import { getAccount } from '../store/accounts/accounts.ts'
import type { Store } from '../store/database.ts'
import { countUnread } from '../store/runs/work-list.ts'
import { leavesExtraRows } from '../store/verifications/extra-rows.ts'
import type { Work } from '../store/runs/run-progress.ts'
import { countDeliverable, countWaiting } from '../store/rows/stored/waiting-rows.ts'
import { needsRelink } from '../store/accounts/account.ts'

export interface RunEnd {
  readonly outcome: RunOutcome
  readonly failure: string | null
  /**
   * Rows that wait for quota, without held ones and those of excluded webinars. While Act-On accepts no calls, rows of
   * active backfills are included: the account waits until they are delivered, too.
   */
  readonly deliverable: number
}

/** What the run has done, and what it leaves. */
export interface RunLeft {
  readonly ledger: Ledger
  readonly work: Work
  readonly isDry: boolean
  /** Events that ON24 did not return when they were looked up. */
  readonly unknownEvents: readonly string[]
}

/** Only inside the transaction that closes the run. */
export async function outcomeOf(tx: Store, input: FinishRunInput, left: RunLeft): Promise<RunEnd> {
  const { on24ClientId, runKey, stopped } = input
  const { ledger } = left
  // A backfill ends only when nothing is left to try, whatever the account's state.
  const account = input.kind === 'sync' ? await getAccount(tx, on24ClientId) : null
  const isBlocked = account?.quotaBlocked === true
  // Most runs leave no rows at all.
  const mayLeaveRows = isBlocked || ledger.pending > 0
  const deliverable = mayLeaveRows
    ? await countDeliverable(tx, isBlocked ? { on24ClientId } : { on24ClientId, runKey })
    : 0
  const failure = input.failure ?? (ledgerAddsUp(ledger) ? null : WRONG_SUM)
  const end = (outcome: RunOutcome): RunEnd => ({ outcome, failure, deliverable })
  if (stopped !== null) return end('paused')
  if (failure !== null) return end('failed')
  if (account !== null && needsRelink(account)) return end('needsRelink')
  if (isBlocked && deliverable > 0) return end('waitingForQuota')
  if (await leavesSomething(tx, input, left)) return end('incomplete')
  return end(ledger.rejected > 0 ? 'rejections' : 'complete')
}

const WRONG_SUM = "The run's ledger does not add up; please report this with the run's id."

/**
 * Whether the run leaves waiting rows of its own, held ones included, unread webinars, or rows that its repair was to
 * remove. A dry run leaves nothing.
 */
async function leavesSomething(
  tx: Store,
  { on24ClientId, runKey, kind }: FinishRunInput,
  { ledger, work, isDry, unknownEvents }: RunLeft,
): Promise<boolean> {
  if (isDry) return false
  if (ledger.pending > 0 && (await countWaiting(tx, { on24ClientId, runKey })) > 0) return true
  if (work.of > work.read && (await countUnread(tx, runKey)) > 0) return true
  if (kind === 'compare' && (await leavesExtraRows(tx, runKey))) return true
  return unknownEvents.length > 0
}
