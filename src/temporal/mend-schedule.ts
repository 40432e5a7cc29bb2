/**
 * Makes a Schedule what it is to be, whatever somebody changed by hand. The SDK's own update sends no conflict token,
 * so that it may undo a pause of the same moment, hence the call to the server itself.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import {
  type Client,
  isGrpcServiceError,
  type ScheduleOptions,
  WorkflowNotFoundError,
} from '@temporalio/client'
import {
  compileScheduleOptions,
  encodeScheduleAction,
  encodeSchedulePolicies,
  encodeScheduleSpec,
} from '@temporalio/client/lib/schedule-helpers.js'
import type { temporal } from '@temporalio/proto'

type Schedule = temporal.api.schedule.v1.ISchedule

/** Somebody else changes it again and again. */
class ScheduleNotMended extends Error {
  override readonly name = 'ScheduleNotMended'
  constructor(scheduleId: string) {
    super(`The Schedule ${scheduleId} is changed again each time that it is mended.`)
  }
}

const MOST_TRIES = 8
const FIRST_LOOK_MS = 50
const NOT_FOUND = 5

/**
 * Its flag and its note stay as they are at that moment. What it has started meanwhile that nobody works on would keep
 * its next run waiting for ever, and is ended. Returns what was otherwise, such as `spec.interval`; nothing without a
 * Schedule. Throws ScheduleNotMended.
 */
export async function mendSchedule(
  client: Client,
  options: ScheduleOptions,
): Promise<readonly string[]> {
  const { scheduleId } = options
  const { namespace } = client.options
  const wanted = await encoded(client, options)
  const mended = new Set<string>()
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const described = await describe(client, scheduleId)
    if (described === null) return []
    const { schedule, conflictToken, info } = described
    if (await endStrangers(client, info?.runningWorkflows ?? [], wanted)) mended.add(RUNNING)
    const different = differences(schedule ?? {}, wanted)
    if (different.length === 0) return [...mended]
    for (const name of different) mended.add(name)
    // With a token that is stale the server does nothing and says nothing, and any change is seen a moment later.
    await client.workflowService.updateSchedule({
      namespace,
      scheduleId,
      schedule: { ...wanted, state: asItStands(schedule) },
      conflictToken,
      requestId: randomUUID(),
    })
    await sleep(FIRST_LOOK_MS * 2 ** tries)
  }
  throw new ScheduleNotMended(scheduleId)
}

const RUNNING = 'info.runningWorkflows'

/** Those of another type, or for workers that are not ours. True when there were some. */
async function endStrangers(
  client: Client,
  running: readonly temporal.api.common.v1.IWorkflowExecution[],
  wanted: Schedule,
): Promise<boolean> {
  const { workflowType, taskQueue } = wanted.action?.startWorkflow ?? {}
  let hadSome = false
  for (const { workflowId, runId } of running) {
    const workflow = client.workflow.getHandle(workflowId ?? '', runId ?? undefined)
    try {
      const { type, taskQueue: queue, status } = await workflow.describe()
      const isOurs = type === workflowType?.name && queue === taskQueue?.name
      if (isOurs || status.name !== 'RUNNING') continue
      await workflow.terminate('Its Schedule was changed by hand when it started this.')
      hadSome = true
    } catch (error) {
      // It has ended meanwhile.
      if (!(error instanceof WorkflowNotFoundError)) throw error
    }
  }
  return hadSome
}

/** Without it the server would unpause the Schedule and wipe its note. */
function asItStands(schedule: Schedule | null | undefined): NonNullable<Schedule['state']> {
  const { paused, notes } = schedule?.state ?? {}
  return { paused: paused ?? false, notes: notes ?? '' }
}

async function describe(client: Client, scheduleId: string) {
  const { namespace } = client.options
  try {
    return await client.workflowService.describeSchedule({ namespace, scheduleId })
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return null
    throw error
  }
}

async function encoded(client: Client, options: ScheduleOptions): Promise<Schedule> {
  const { spec, policies, action } = compileScheduleOptions(options)
  const { loadedDataConverter: converter, namespace } = client.options
  return {
    spec: encodeScheduleSpec(spec),
    action: await encodeScheduleAction(converter, namespace, action, {}),
    policies: encodeSchedulePolicies(policies),
  }
}

/** The first two names of whatever differs, such as `policies.overlapPolicy`. */
function differences(schedule: Schedule, wanted: Schedule): readonly string[] {
  const parts = {
    spec: [schedule.spec, wanted.spec],
    action: [schedule.action?.startWorkflow, wanted.action?.startWorkflow],
    policies: [schedule.policies, wanted.policies],
    state: [limits(schedule), limits(wanted)],
  } as const
  return Object.entries(parts).flatMap(([part, [is, shouldBe]]) => {
    const [one, other] = [fieldsOf(is), fieldsOf(shouldBe)]
    const names = new Set([...Object.keys(one), ...Object.keys(other)])
    return [...names]
      .filter((name) => !isDeepStrictEqual(one[name], other[name]))
      .map((name) => `${part}.${name}`)
  })
}

/** The flag and the note are whoever's they are; that it ends after some runs is nobody's. */
function limits({ state }: Schedule) {
  return { limitedActions: state?.limitedActions, remainingActions: state?.remainingActions }
}

/** What says nothing is left out: the server leaves out other things than the client does. */
function fieldsOf(message: object | null | undefined): Record<string, unknown> {
  const fields = Object.entries(message ?? {}).map(([name, value]) => [name, plain(value)] as const)
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
}

/** Undefined for a field that has its default. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined || value === '' || value === 0 || value === false) {
    return undefined
  }
  if (value instanceof Uint8Array) return value.length === 0 ? undefined : [...value]
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(plain)
  if (typeof value !== 'object') return value
  // Counts of 64 bits are objects with a method of their own.
  if ('toNumber' in value && typeof value.toNumber === 'function') return plain(Number(value))
  const fields = fieldsOf(value)
  return Object.keys(fields).length === 0 ? undefined : fields
}
