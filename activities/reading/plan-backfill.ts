import { planBackfill as planRange } from '../../src/discovery/plan-backfill.ts'
import type { BackfillProgress, PlanBackfillInput } from '../../src/contracts/backfill.ts'
import { openBackfill } from '../../src/runs/open-backfill.ts'
import type { Service } from '../../src/service.ts'
import { planRound } from '../run/plan-round.ts'

/** Finds the webinars in the range. Does not repeat questions that ON24 has answered. */
export function createPlanBackfill(context: Service) {
  const { store, config, vendors, now } = context
  return async function planBackfill(input: PlanBackfillInput): Promise<BackfillProgress> {
    const { on24ClientId, runKey, dryRun } = input
    return planRound(context, input, {
      async open() {
        await openBackfill(context, input, now())
        return true
      },
      plan: async (account, work) =>
        planRange({
          store,
          on24: await vendors.on24(account, work, input.kind),
          on24ClientId,
          runKey,
          range: input,
          dryRun,
          contentTypes: config.on24.contentTypes,
          signal: work.signal,
          now,
        }),
    })
  }
}
