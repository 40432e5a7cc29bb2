/**
 * Keeps the wall clock out of tests. A Schedule starts runs by the clock of the Temporal server, which no test can
 * move. Such a run in the middle of a test would do the work that the test expects of another run.
 */
import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import type { temporal } from '@temporalio/proto'
import { syncScheduleId } from '../../../src/contracts/temporal-names.ts'
import type { SyncSchedules } from '../../../src/temporal/schedules.ts'

const DAY_MS = 24 * 3_600_000

/** Creates Schedules that skip today and tomorrow. Tests start the slots of other days. */
export function withoutClockSlots(client: Client, schedules: SyncSchedules): SyncSchedules {
  return {
    ...schedules,
    async ensure(on24ClientId, pause) {
      const isNew = await schedules.ensure(on24ClientId, pause)
      if (isNew) await leaveOutClockSlots(client, on24ClientId)
      return isNew
    },
  }
}

/** Changes an existing Schedule, without the SDK's own update method, which would drop the action's priority. */
export async function leaveOutClockSlots(client: Client, on24ClientId: string): Promise<void> {
  const { workflowService, options } = client
  const which = { namespace: options.namespace, scheduleId: syncScheduleId(on24ClientId) }
  const { schedule } = await workflowService.describeSchedule(which)
  const excludeStructuredCalendar = [0, DAY_MS].map((ms) => wholeDay(new Date(Date.now() + ms)))
  await workflowService.updateSchedule({
    ...which,
    schedule: { ...schedule, spec: { ...schedule?.spec, excludeStructuredCalendar } },
    requestId: randomUUID(),
  })
}

function wholeDay(at: Date): temporal.api.schedule.v1.IStructuredCalendarSpec {
  return {
    year: [{ start: at.getUTCFullYear() }],
    month: [{ start: at.getUTCMonth() + 1 }],
    dayOfMonth: [{ start: at.getUTCDate() }],
    dayOfWeek: [{ start: 0, end: 6 }],
    hour: [{ start: 0, end: 23 }],
    minute: [{ start: 0, end: 59 }],
    second: [{ start: 0, end: 59 }],
  }
}
