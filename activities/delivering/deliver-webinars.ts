import type { ComparisonMode } from '../../src/contracts/comparison.ts'
import type { RunProgress, RunReference } from '../../src/contracts/sync-activities.ts'
import { createListsInFolder } from '../../src/delivery/list/lists-in-folder.ts'
import { JobLooks } from '../../src/delivery/merge/job-looks.ts'
import { getAccount, saveUsualJobMs } from '../../src/store/accounts/accounts.ts'
import { getMode } from '../../src/store/verifications/verifications.ts'
import type { Service } from '../../src/service.ts'
import { Lanes } from '../run/lanes.ts'
import { progressUntilPaused } from '../run/run-progress.ts'
import { withinRun } from '../run/run-work.ts'
import type { Delivering, DeliveryLanes } from './deliver-one.ts'
import { deliverQueue } from './deliver-queue.ts'
import { RateLimitPatience } from './rate-limit-patience.ts'
import { runActOnClient } from './run-act-on-client.ts'

/** A slow Act-On takes ten seconds for a call, and its default pace begins one every quarter of a second. */
const MOST_DELIVERIES = 48
/** With those that wait for their jobs. Each holds a lease. */
const MOST_IN_ALL = 400

/** What runs of other kinds than comparisons do. */
const WRITES: ComparisonMode = { writes: true, repair: false }

/**
 * Delivers the run's webinars that have been read, several at once, until none is left and none is being read any more.
 */
export function createDeliverWebinars(context: Service) {
  const { store, timing } = context
  return async function deliverWebinars(run: RunReference): Promise<RunProgress> {
    return withinRun(context, run, (work) =>
      progressUntilPaused(context, run, work, async () => {
        const { on24ClientId } = run
        const mode = run.kind === 'compare' ? await getMode(store, run.runKey) : WRITES
        if (!mode.writes) return
        const account = await getAccount(store, on24ClientId)
        const patience = new RateLimitPatience(timing)
        const lanes: DeliveryLanes = new Lanes({ most: MOST_DELIVERIES, mostInAll: MOST_IN_ALL })
        const delivering: Delivering = {
          run,
          work,
          patience,
          lanes,
          listsInFolder: createListsInFolder(
            runActOnClient(context, account, run, work, patience, lanes),
            on24ClientId,
            work.signal,
          ),
          jobLooks: new JobLooks({
            usualMs: account.usualJobMs,
            jobPollSeconds: timing.jobPollSeconds,
            save: (ms) => saveUsualJobMs(store, on24ClientId, ms),
          }),
          repairs: mode.repair,
        }
        await deliverQueue(context, delivering)
      }),
    )
  }
}
