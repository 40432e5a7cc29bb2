/** Schedules that all start a workflow at one instant, and how long it takes until the last of these has ended. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import type { temporal } from '@temporalio/proto'
import pMap from 'p-map'
import { cpuTimes } from './cpu-times.ts'

const AT_ONCE = { concurrency: 8 }
const LOOK_EVERY_MS = 1000
const SETTLING_MS = 5000
/** A changed Schedule takes its new time only when its workflow has run; it would skip an instant that is past by then. */
const SETTLING_MS_EACH = 60
/** Without any end for so long, the rest was never started. */
const STANDSTILL_MS = 3 * 60_000
/** A task that waits out a poll of a minute says nothing about the rate; the last end is shown beside it. */
const MOST = 0.95

export interface Fired {
  /** 95 % of them. */
  readonly count: number
  /** From the instant until 95 % have ended, and until the last one has. */
  readonly seconds: number
  readonly lastSeconds: number
  /** CPU time in milliseconds from the instant until all have ended, by program. */
  readonly cpuMs: ReadonlyMap<string, number>
}

/**
 * Changes the Schedules so that they start one workflow each, of this type, and waits until all of these have ended.
 * @param names of processes whose CPU time is measured, by process id.
 */
export async function fireAtOnce(
  client: Client,
  workflowType: string,
  scheduleIds: readonly string[],
  names: ReadonlyMap<number, string>,
): Promise<Fired> {
  const askedAt = Date.now()
  const found = await pMap(scheduleIds, (id) => describeSchedule(client, id), AT_ONCE)
  // To change a Schedule takes about as long as to describe it.
  const settlingMs = SETTLING_MS + SETTLING_MS_EACH * scheduleIds.length
  const patienceMs = settlingMs + 3 * (Date.now() - askedAt)
  const at = new Date(Math.ceil((Date.now() + patienceMs) / 1000) * 1000)
  await pMap(found, (schedule) => startAlsoAt(client, schedule, at), AT_ONCE)
  if (Date.now() >= at.getTime()) throw new Error('The Schedules could not be changed in time.')
  await sleep(at.getTime() - Date.now())
  const before = cpuTimes(names)
  const since = `WorkflowType = "${workflowType}" AND StartTime >= "${at.toISOString()}"`
  const ended = `${since} AND ExecutionStatus != "Running"`
  await untilAll(scheduleIds.length, async () => (await client.workflow.count(ended)).count)
  const cpuMs = new Map(
    [...cpuTimes(names)].map(([name, ms]) => [name, ms - (before.get(name) ?? 0)]),
  )
  const ends: number[] = []
  for await (const { status, closeTime } of client.workflow.list({ query: since })) {
    if (status.name !== 'COMPLETED') throw new Error(`A workflow ended as ${status.name}.`)
    ends.push(((closeTime?.getTime() ?? 0) - at.getTime()) / 1000)
  }
  ends.sort((one, other) => one - other)
  const count = Math.ceil(ends.length * MOST)
  return { count, seconds: ends[count - 1] ?? 0, lastSeconds: ends.at(-1) ?? 0, cpuMs }
}

async function untilAll(all: number, countEnded: () => Promise<number>): Promise<void> {
  let most = 0
  let changedAt = Date.now()
  for (;;) {
    const count = await countEnded()
    if (count >= all) return
    if (count > most) [most, changedAt] = [count, Date.now()]
    if (Date.now() - changedAt > STANDSTILL_MS) {
      throw new Error(`Only ${String(most)} of ${String(all)} workflows have ended.`)
    }
    await sleep(LOOK_EVERY_MS)
  }
}

interface Found {
  readonly scheduleId: string
  readonly schedule: temporal.api.schedule.v1.ISchedule | null | undefined
}

async function describeSchedule(client: Client, scheduleId: string): Promise<Found> {
  const { namespace } = client.options
  const { schedule } = await client.workflowService.describeSchedule({ namespace, scheduleId })
  return { scheduleId, schedule }
}

/** Without the SDK's own update, which would drop the action's priority. */
async function startAlsoAt(
  client: Client,
  { scheduleId, schedule }: Found,
  at: Date,
): Promise<void> {
  await client.workflowService.updateSchedule({
    ...{ namespace: client.options.namespace, scheduleId, requestId: randomUUID() },
    schedule: { ...schedule, spec: { ...schedule?.spec, structuredCalendar: [instant(at)] } },
  })
}

function instant(at: Date): temporal.api.schedule.v1.IStructuredCalendarSpec {
  return {
    year: [{ start: at.getUTCFullYear() }],
    month: [{ start: at.getUTCMonth() + 1 }],
    dayOfMonth: [{ start: at.getUTCDate() }],
    dayOfWeek: [{ start: 0, end: 6 }],
    hour: [{ start: at.getUTCHours() }],
    minute: [{ start: at.getUTCMinutes() }],
    second: [{ start: at.getUTCSeconds() }],
  }
}
