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

export function createActivities(context: ActivityContext) {
  return {
    beginRun: createBeginRun(context),
    planBackfill: createPlanBackfill(context),
    readWebinars: createReadWebinars(context),
    deliverWebinars: createDeliverWebinars(context),
    finishRun: createFinishRun(context),
    probeActOn: createProbeActOn(context),
    keepLinkAlive: createKeepLinkAlive(context),
    operate: createOperate(context),
    deliverNotice: createDeliverNotice(context),
    giveUpNotice: createGiveUpNotice(context),
  }
}

export type Activities = ReturnType<typeof createActivities>
