import { planBackfill as planRange } from '../../src/discovery/plan-backfill.ts'
import type { BackfillProgress, PlanBackfillInput } from '../../src/contracts/backfill.ts'
import { backfillLease } from '../../src/store/leases/lease-names.ts'
import { openBackfill } from '../../src/runs/open-backfill.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { takeLease } from '../../src/store/leases/leases.ts'
import { webinarsToDeliver } from '../../src/store/runs/work-list.ts'
import { countWork } from '../../src/store/runs/run-progress.ts'
import { callActOnAgain } from '../../src/store/troubles/run-troubles.ts'
import type { Service } from '../../src/service.ts'
import { progressUntilPaused } from '../run/run-progress.ts'
import { withinRun } from '../run/run-work.ts'
import { AccountNotLinked } from '../../src/store/accounts/account.ts'

/**
 * Finds the webinars in the range and what is left to do for them. Begins every round of a backfill; does not repeat
 * questions that ON24 has answered.
 */
export function createPlanBackfill(context: Service) {
  const { store, config, vendors, now } = context
  return async function planBackfill(input: PlanBackfillInput): Promise<BackfillProgress> {
    const { on24ClientId, runKey } = input
    return withinRun(context, input, async (work) => {
      const account = await getAccount(store, on24ClientId)
      if (account.linkedAt === null) throw new AccountNotLinked(on24ClientId)
      await openBackfill(store, input, now())
      // Not sooner: the workflow waits this long between rounds, unless something else starts one.
      const stoppedUntil = new Date(now().getTime() - input.lookAgainSeconds * 1000)
      await callActOnAgain(store, runKey, stoppedUntil)
      const progress = await progressUntilPaused(context, input, work, async () => {
        await planRange({
          store,
          on24: await vendors.on24(account, work.onCall, input.kind),
          on24ClientId,
          runKey,
          range: input,
          dryRun: input.dryRun,
          contentTypes: config.on24.contentTypes,
          signal: work.signal,
          now,
        })
      })
      // A backfill that waits is still active: its rows stay its own for the time of two rounds.
      const lease = backfillLease(on24ClientId, runKey)
      await takeLease(store, lease, runKey, 2 * input.lookAgainSeconds * 1000)
      const { of: webinars } = await countWork(store, runKey)
      const undelivered = (await webinarsToDeliver(store, runKey)).length
      return { ...progress, webinars, undelivered }
    })
  }
}
