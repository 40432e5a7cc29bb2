import { setTimeout as sleep } from 'node:timers/promises'
import type { ComparisonProgress, PlanComparisonInput } from '../../src/contracts/comparison.ts'
import { COMPARE_FOR_DAYS } from '../../src/contracts/webinar-settling.ts'
import { mayBeOpen } from '../../src/runs/may-be-open.ts'
import { openComparison } from '../../src/runs/open-comparison.ts'
import type { Service } from '../../src/service.ts'
import { backfillLease } from '../../src/store/leases/lease-names.ts'
import { releaseLease } from '../../src/store/leases/leases.ts'
import { getRun } from '../../src/store/runs/runs.ts'
import { webinarsToRead } from '../../src/store/runs/work-list.ts'
import { markRepaired, openRemovals } from '../../src/store/verifications/findings.ts'
import { planComparisons } from '../../src/store/verifications/verifications.ts'
import { planRound } from '../run/plan-round.ts'

const LOOK_EVERY_MS = 200
const DAY_MS = 24 * 60 * 60 * 1000

/** Finds the webinars to compare, and what was repaired since the last round. */
export function createPlanComparison(context: Service) {
  const { store, now } = context
  return async function planComparison(input: PlanComparisonInput): Promise<ComparisonProgress> {
    const { on24ClientId, runKey, repair, writes } = input
    const progress = await planRound(context, input, {
      open: (signal) => openInTurn(context, input, signal),
      async plan() {
        const { startedAt } = await getRun(store, runKey)
        const since = new Date(startedAt.getTime() - COMPARE_FOR_DAYS * DAY_MS)
        const isWeekly = writes && !repair
        await planComparisons(store, { runKey, on24ClientId, since: isWeekly ? since : null })
        await markRepaired(store, { runKey, on24ClientId }, now())
        if (repair) await openRemovals(store, runKey)
      },
    })
    return { ...progress, uncompared: (await webinarsToRead(store, runKey)).length }
  }
}

/** False while another comparison of the account is open. One that was terminated holds its leases a while longer. */
async function openInTurn(
  context: Service,
  input: PlanComparisonInput,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, now } = context
  const { on24ClientId } = input
  for (;;) {
    const other = await openComparison(context, input, now())
    if (other === null) return true
    if (await mayBeOpen(context, other.workflowId)) return false
    await releaseLease(store, backfillLease(on24ClientId, other.runKey), other.runKey)
    // The lease of an activity that was at work ends by itself.
    await sleep(LOOK_EVERY_MS, undefined, { signal })
  }
}
