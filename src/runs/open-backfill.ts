/** Opens the run of a backfill in the store. Safe to repeat. */
import type { PlanBackfillInput } from '../contracts/backfill.ts'
import { parsePacificDay, plusDays, startOfDay } from '../on24/pacific-days.ts'
import { abandonedBackfills } from '../store/runs/backfills.ts'
import type { Store } from '../store/database.ts'
import { forgetFutureStamps } from '../store/accounts/future-stamps.ts'
import { openRun } from '../store/runs/runs.ts'
import { closeRun } from './close-run.ts'

/** First closes terminated backfills of the account: nothing else would. */
export async function openBackfill(
  store: Store,
  input: PlanBackfillInput,
  now: Date,
): Promise<void> {
  const { on24ClientId, runKey, from, to, dryRun } = input
  await forgetFutureStamps(store, on24ClientId, now)
  for (const abandoned of await abandonedBackfills(store, on24ClientId, input)) {
    const run = { on24ClientId, runKey: abandoned, kind: input.kind }
    await closeRun(store, { ...run, stopped: 'cancelled', failure: null }, now)
  }
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
