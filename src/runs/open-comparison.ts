/** Opens the run of a comparison in the store. Safe to repeat. */
import type { PlanComparisonInput } from '../contracts/comparison.ts'
import { forgetFutureStamps } from '../store/accounts/future-stamps.ts'
import { inTransaction, type Store } from '../store/database.ts'
import { openRun } from '../store/runs/runs.ts'
import { openVerification } from '../store/verifications/verifications.ts'
import { closeAbandonedRounds } from './close-abandoned-rounds.ts'

/** First closes terminated backfills and comparisons of the account: nothing else would. */
export async function openComparison(
  store: Store,
  input: PlanComparisonInput,
  now: Date,
): Promise<void> {
  const { on24ClientId, runKey, workflowId, runId, repair, writes } = input
  await forgetFutureStamps(store, on24ClientId, now)
  await closeAbandonedRounds(store, input, now)
  await inTransaction(store, async (tx) => {
    await openRun(tx, {
      ...{ runKey, on24ClientId, workflowId, runId },
      trigger: 'compare',
      windowFrom: null,
      windowTo: now,
      startedAt: now,
    })
    await openVerification(tx, runKey, { repair, writes })
  })
}
