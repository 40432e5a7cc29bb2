/** Opens the run of a comparison in the store. Safe to repeat. */
import type { PlanComparisonInput } from '../contracts/comparison.ts'
import { forgetFutureStamps } from '../store/accounts/future-stamps.ts'
import { inTransaction, type Store } from '../store/database.ts'
import { abandonedBackfills } from '../store/runs/backfills.ts'
import { openRun } from '../store/runs/runs.ts'
import { openVerification } from '../store/verifications/verifications.ts'
import { closeRun } from './close-run.ts'

/** First closes terminated comparisons and backfills of the account: nothing else would. */
export async function openComparison(
  store: Store,
  input: PlanComparisonInput,
  now: Date,
): Promise<void> {
  const { on24ClientId, runKey, workflowId, runId, repair, writes, kind } = input
  await forgetFutureStamps(store, on24ClientId, now)
  for (const abandoned of await abandonedBackfills(store, on24ClientId, input)) {
    const run = { on24ClientId, runKey: abandoned, kind }
    await closeRun(store, { ...run, stopped: 'cancelled', failure: null }, now)
  }
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
