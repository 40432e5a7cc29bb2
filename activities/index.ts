/** All activities, made over one context. Workflows know them by this type alone. */
import { createBeginRun } from './begin-run.ts'
import type { ActivityContext } from './context.ts'
import { createDeliverWebinars } from './deliver-webinars.ts'
import { createFinishRun } from './finish-run.ts'
import { createProbeActOn } from './probe-act-on.ts'
import { createReadWebinars } from './read-webinars.ts'

export function createActivities(context: ActivityContext) {
  return {
    beginRun: createBeginRun(context),
    readWebinars: createReadWebinars(context),
    deliverWebinars: createDeliverWebinars(context),
    finishRun: createFinishRun(context),
    probeActOn: createProbeActOn(context),
  }
}

export type Activities = ReturnType<typeof createActivities>
