/** All activities, made over one context. Workflows know them by this type alone. */
import { createBeginRun } from './begin-run.ts'
import type { ActivityContext } from './context.ts'
import { createDeliverNotice } from './deliver-notice.ts'
import { createDeliverWebinars } from './deliver-webinars.ts'
import { createFinishRun } from './finish-run.ts'
import { createGiveUpNotice } from './give-up-notice.ts'
import { createKeepLinkAlive } from './keep-link-alive.ts'
import { createOperate } from './operate.ts'
import { createPlanBackfill } from './plan-backfill.ts'
import { createProbeActOn } from './probe-act-on.ts'
import { createReadWebinars } from './read-webinars.ts'
import { createStoreOperation } from './store-operation.ts'

export function createActivities(context: ActivityContext) {
  /** Each begins with the time: its process may have stood still since the last one. */
  const timed =
    <Input, Output>(activity: (input: Input) => Promise<Output>) =>
    async (input: Input): Promise<Output> => {
      await context.readClock()
      return activity(input)
    }
  return {
    beginRun: timed(createBeginRun(context)),
    planBackfill: timed(createPlanBackfill(context)),
    readWebinars: timed(createReadWebinars(context)),
    deliverWebinars: timed(createDeliverWebinars(context)),
    finishRun: timed(createFinishRun(context)),
    probeActOn: timed(createProbeActOn(context)),
    keepLinkAlive: timed(createKeepLinkAlive(context)),
    storeOperation: timed(createStoreOperation(context)),
    operate: timed(createOperate(context)),
    deliverNotice: timed(createDeliverNotice(context)),
    giveUpNotice: timed(createGiveUpNotice(context)),
  }
}

export type Activities = ReturnType<typeof createActivities>
