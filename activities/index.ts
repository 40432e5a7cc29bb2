/** Creates all activities for one service. Workflows know them only by this type. */
import { createCompareWebinars } from './comparing/compare-webinars.ts'
import { createPlanComparison } from './comparing/plan-comparison.ts'
import { createBeginRun } from './run/begin-run.ts'
import type { Service } from '../src/service.ts'
import { createDeliverNotice } from './deliver-notice.ts'
import { createDeliverWebinars } from './delivering/deliver-webinars.ts'
import { createFinishRun } from './run/finish-run.ts'
import { createGiveUpNotice } from './give-up-notice.ts'
import { createKeepLinkAlive } from './keep-link-alive.ts'
import { createOperate } from './operate.ts'
import { createPlanBackfill } from './reading/plan-backfill.ts'
import { createProbeActOn } from './probe-act-on.ts'
import { createReadWebinars } from './reading/read-webinars.ts'
import { createStoreOperation } from './store-operation.ts'

export function createActivities(service: Service) {
  /** Each activity first reads the clock: its process may have been suspended since the last one. */
  const timed =
    <Input, Output>(activity: (input: Input) => Promise<Output>) =>
    async (input: Input): Promise<Output> => {
      await service.readClock()
      return activity(input)
    }
  return {
    beginRun: timed(createBeginRun(service)),
    planBackfill: timed(createPlanBackfill(service)),
    planComparison: timed(createPlanComparison(service)),
    compareWebinars: timed(createCompareWebinars(service)),
    readWebinars: timed(createReadWebinars(service)),
    deliverWebinars: timed(createDeliverWebinars(service)),
    finishRun: timed(createFinishRun(service)),
    probeActOn: timed(createProbeActOn(service)),
    keepLinkAlive: timed(createKeepLinkAlive(service)),
    storeOperation: timed(createStoreOperation(service)),
    operate: timed(createOperate(service)),
    deliverNotice: timed(createDeliverNotice(service)),
    giveUpNotice: timed(createGiveUpNotice(service)),
  }
}

export type Activities = ReturnType<typeof createActivities>
