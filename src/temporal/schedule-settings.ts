/**
 * Undoes manual changes to a Schedule. It calls the server directly, because the SDK's own update sends no conflict
 * token and may therefore undo a pause that is set at the same moment.
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

/** The Schedule is changed again after each repair. */
class ScheduleNotMended extends Error {
  override readonly name = 'ScheduleNotMended'
  constructor(scheduleId: string) {
    super(`The Schedule ${scheduleId} is changed again each time it is repaired.`)
  }
}

/** The field with the summary and details that the Temporal UI shows. */
export const WORDS_FIELD = 'action.userMetadata'

const MOST_TRIES = 8
const FIRST_LOOK_MS = 50
const NOT_FOUND = 5

/**
 * Keeps the Schedule's current flag and note. Terminates workflows that the changed Schedule started and no worker of
 * ours would ever finish, because they would block its next run for ever. Returns the names of the fields that
 * differed, such as `spec.interval`; none if there is no Schedule. Throws ScheduleNotMended.
 */
export async function repairSchedule(
  client: Client,
  options: ScheduleOptions,
): Promise<readonly string[]> {
  const { scheduleId } = options
  const { namespace } = client.options
  const wanted = await encoded(client, options)
  const repaired = new Set<string>()
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const described = await describe(client, scheduleId)
    if (described === null) return []
    const { schedule, conflictToken, info } = described
    if (await endForeignRuns(client, info?.runningWorkflows ?? [], wanted)) repaired.add(RUNNING)
    const different = differences(schedule ?? {}, wanted)
    if (different.length === 0) return [...repaired]
    for (const name of different) repaired.add(name)
    // The server silently ignores a stale token, and shows any change only a moment later: hence the loop.
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

/** Terminates runs of another workflow type or on another task queue. Returns true if there were any. */
async function endForeignRuns(
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
      // It has already ended.
      if (!(error instanceof WorkflowNotFoundError)) throw error
    }
  }
  return hadSome
}

/** An update without this state would unpause the Schedule and clear its note. */
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

/** Names of the differing fields, two levels deep, such as `policies.overlapPolicy`. */
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

/** Operators may set the flag and the note. A limit on the number of runs is never intended. */
function limits({ state }: Schedule) {
  return { limitedActions: state?.limitedActions, remainingActions: state?.remainingActions }
}

/** Leaves out empty fields: the server and the client omit different ones. */
function fieldsOf(message: object | null | undefined): Record<string, unknown> {
  const fields = Object.entries(message ?? {}).map(([name, value]) => [name, plain(value)] as const)
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
}

/** Undefined for a default value. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined || value === '' || value === 0 || value === false) {
    return undefined
  }
  if (value instanceof Uint8Array) return value.length === 0 ? undefined : [...value]
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(plain)
  if (typeof value !== 'object') return value
  // 64-bit integers are objects of the Long class.
  if ('toNumber' in value && typeof value.toNumber === 'function') return plain(Number(value))
  const fields = fieldsOf(value)
  return Object.keys(fields).length === 0 ? undefined : fields
}
