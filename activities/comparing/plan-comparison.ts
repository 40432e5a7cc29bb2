import type { ComparisonProgress, PlanComparisonInput } from '../../src/contracts/comparison.ts'
import { COMPARE_FOR_DAYS } from '../../src/contracts/webinar-settling.ts'
import { openComparison } from '../../src/runs/open-comparison.ts'
import type { Service } from '../../src/service.ts'
import { AccountNotLinked } from '../../src/store/accounts/account.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { backfillLease } from '../../src/store/leases/lease-names.ts'
import { takeLease } from '../../src/store/leases/leases.ts'
import { countWork } from '../../src/store/runs/run-progress.ts'
import { getRun } from '../../src/store/runs/runs.ts'
import { webinarsToDeliver, webinarsToRead } from '../../src/store/runs/work-list.ts'
import { callActOnAgain } from '../../src/store/troubles/run-troubles.ts'
import { markRepaired, openRemovals } from '../../src/store/verifications/findings.ts'
import { planComparisons } from '../../src/store/verifications/verifications.ts'
import { progressUntilPaused } from '../run/run-progress.ts'
import { withinRun } from '../run/run-work.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Begins every round of a comparison: lists its webinars, and what is left to do for them. */
export function createPlanComparison(context: Service) {
  const { store, now } = context
  return async function planComparison(input: PlanComparisonInput): Promise<ComparisonProgress> {
    const { on24ClientId, runKey, repair, writes, lookAgainSeconds } = input
    return withinRun(context, input, async (work) => {
      const account = await getAccount(store, on24ClientId)
      if (account.linkedAt === null) throw new AccountNotLinked(on24ClientId)
      await openComparison(store, input, now())
      // Not sooner: the workflow waits this long between rounds, unless something else starts one.
      const stoppedUntil = new Date(now().getTime() - lookAgainSeconds * 1000)
      await callActOnAgain(store, runKey, stoppedUntil)
      const progress = await progressUntilPaused(context, input, work, async () => {
        const { startedAt } = await getRun(store, runKey)
        const since = new Date(startedAt.getTime() - COMPARE_FOR_DAYS * DAY_MS)
        const isWeekly = writes && !repair
        await planComparisons(store, { runKey, on24ClientId, since: isWeekly ? since : null })
        await markRepaired(store, { runKey, on24ClientId }, now())
        if (repair) await openRemovals(store, runKey)
      })
      // A comparison that waits is still active: its rows stay its own for the time of two rounds.
      const lease = backfillLease(on24ClientId, runKey)
      await takeLease(store, lease, runKey, 2 * lookAgainSeconds * 1000)
      return {
        ...progress,
        webinars: (await countWork(store, runKey)).of,
        uncompared: (await webinarsToRead(store, runKey)).length,
        undelivered: (await webinarsToDeliver(store, runKey)).length,
      }
    })
  }
}
