/** Opens the run of a backfill in the store. Safe to repeat. */
import type { PlanBackfillInput } from '../contracts/backfill.ts'
import { parsePacificDay, plusDays, startOfDay } from '../on24/pacific-days.ts'
import { forgetFutureStamps } from '../store/accounts/future-stamps.ts'
import { openRun } from '../store/runs/runs.ts'
import { closeAbandonedRounds, type RoundParts } from './close-abandoned-rounds.ts'

/** First closes terminated backfills and comparisons of the account: nothing else would. */
export async function openBackfill(
  parts: RoundParts,
  input: PlanBackfillInput,
  now: Date,
): Promise<void> {
  const { store } = parts
  const { on24ClientId, runKey, from, to, dryRun } = input
  await forgetFutureStamps(store, on24ClientId, now)
  await closeAbandonedRounds(parts, input, now)
  await openRun(store, {
    runKey,
    on24ClientId,
    workflowId: input.workflowId,
    runId: input.runId,
    trigger: 'backfill',
    windowFrom: startOfDay(parsePacificDay(from)),
    windowTo: startOfDay(plusDays(parsePacificDay(to), 1)),
    startedAt: now,
    backfill: { from, to, dryRun },
  })
}
