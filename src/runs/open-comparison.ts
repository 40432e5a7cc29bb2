/** Opens the run of a comparison in the store. Safe to repeat. */
import type { PlanComparisonInput } from '../contracts/comparison.ts'
import { forgetFutureStamps } from '../store/accounts/future-stamps.ts'
import { lockAccount } from '../store/accounts/accounts.ts'
import { inTransaction } from '../store/database.ts'
import { activeComparisons, type ActiveComparison } from '../store/runs/backfills.ts'
import { findRun, openRun } from '../store/runs/runs.ts'
import { openVerification } from '../store/verifications/verifications.ts'
import { closeAbandonedRounds, type RoundParts } from './close-abandoned-rounds.ts'

/**
 * First closes terminated backfills and comparisons of the account: nothing else would. One comparison of an account
 * works at a time: if another is active, nothing is opened, and that one is returned.
 */
export async function openComparison(
  parts: RoundParts,
  input: PlanComparisonInput,
  now: Date,
): Promise<ActiveComparison | null> {
  const { store } = parts
  const { on24ClientId, runKey, workflowId, runId, repair, writes } = input
  await forgetFutureStamps(store, on24ClientId, now)
  const unseen = await closeAbandonedRounds(parts, input, now)
  return inTransaction(store, async (tx) => {
    // Of two that begin at the same moment, only one may see no other.
    await lockAccount(tx, on24ClientId)
    if ((await findRun(tx, runKey)) !== undefined) return null
    const active = await activeComparisons(tx, on24ClientId)
    const open = unseen.filter(({ trigger }) => trigger === 'compare')
    const other = [...active, ...open].find((one) => one.workflowId !== workflowId)
    if (other !== undefined) return other
    await openRun(tx, {
      ...{ runKey, on24ClientId, workflowId, runId },
      trigger: 'compare',
      windowFrom: null,
      windowTo: now,
      startedAt: now,
    })
    await openVerification(tx, runKey, { repair, writes })
    return null
  })
}
