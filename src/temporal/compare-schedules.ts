/** The Schedules of weekly comparisons: one per linked account, each at its own minute of the week. */
import { createHash } from 'node:crypto'
import { type Client, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client'
import type { AccountCompareInput } from '../contracts/comparison.ts'
import { compareScheduleId, TASK_QUEUES, WORKFLOW_TYPES } from '../contracts/temporal-names.ts'
import { createSchedule, ofSchedule } from './already-there.ts'
import { called, type NamedAccount, pageLink } from './naming.ts'
import { repairSchedule } from './schedule-settings.ts'

type SearchAttributes = NonNullable<ScheduleOptions['typedSearchAttributes']>

/** They follow the account's six-hourly Schedule, which alone decides whether the account is paused. */
export interface CompareSchedules {
  /** Not paused. */
  definition(account: NamedAccount): ScheduleOptions
  /** Leaves an existing Schedule as it is. */
  ensure(account: NamedAccount, state: ScheduleState): Promise<void>
  /** Does nothing if there is no Schedule. */
  setPaused(on24ClientId: string, state: ScheduleState): Promise<void>
  /** Returns the fields that differed by Temporal's names. */
  repair(account: NamedAccount): Promise<readonly string[]>
  remove(on24ClientId: string): Promise<void>
}

export interface ScheduleState {
  readonly paused: boolean
  readonly note: string
}

const MINUTES_PER_WEEK = 7 * 24 * 60
/** A comparison that waits for calls of many days is ended at last: the next one begins anew. */
const RUN_TIMEOUT = '28d'
const NOT_PAUSED: ScheduleState = { paused: false, note: '' }

/** Stays the same for an account, and spreads the accounts over the week. */
export function minuteOfWeek(on24ClientId: string): number {
  return createHash('sha256').update(on24ClientId).digest().readUInt32BE() % MINUTES_PER_WEEK
}

/** `lookAgainSeconds`: how often a waiting comparison checks whether it may continue. */
export function createCompareSchedules(
  client: Client,
  lookAgainSeconds: number,
  searchAttributesOf: (on24ClientId: string) => SearchAttributes,
): CompareSchedules {
  const handle = (on24ClientId: string) =>
    client.schedule.getHandle(compareScheduleId(on24ClientId))
  const definition = (account: NamedAccount, state = NOT_PAUSED) =>
    compareSchedule(account, lookAgainSeconds, state, searchAttributesOf(account.on24ClientId))
  return {
    definition,
    async ensure(account, state) {
      await createSchedule(client, definition(account, state))
    },
    async setPaused(on24ClientId, { paused, note }) {
      const schedule = handle(on24ClientId)
      await ofSchedule(() => (paused ? schedule.pause(note) : schedule.unpause(note)))
    },
    repair: (account) => repairSchedule(client, definition(account)),
    async remove(on24ClientId) {
      await ofSchedule(() => handle(on24ClientId).delete())
    },
  }
}

/** Sets every policy explicitly, so that none depends on a server's default. */
function compareSchedule(
  account: NamedAccount,
  lookAgainSeconds: number,
  state: ScheduleState,
  typedSearchAttributes: SearchAttributes,
): ScheduleOptions {
  const { on24ClientId } = account
  const mode = { repair: false, writes: true }
  const input: AccountCompareInput = { on24ClientId, ...mode, lookAgainSeconds }
  const action = {
    type: 'startWorkflow' as const,
    workflowType: WORKFLOW_TYPES.accountCompare,
    workflowId: compareScheduleId(on24ClientId),
    taskQueue: TASK_QUEUES.workflows,
    args: [input],
    typedSearchAttributes,
    workflowExecutionTimeout: RUN_TIMEOUT,
    staticSummary: `Weekly comparison of ${called(account)}`,
    staticDetails:
      `Compares the lists of ${called(account)} in Act-On with ON24, writes what ON24 has changed, ` +
      `and reports what users have changed.${pageLink(account)}`,
    // Missing from the SDK's type of a Schedule action, but sent and honoured. Lower than the six-hourly runs.
    priority: { priorityKey: 4, fairnessKey: on24ClientId },
  }
  return {
    scheduleId: compareScheduleId(on24ClientId),
    spec: { intervals: [{ every: '7d', offset: minuteOfWeek(on24ClientId) * 60_000 }] },
    action,
    policies: {
      // One that waits for calls may last longer than a week.
      overlap: ScheduleOverlapPolicy.SKIP,
      catchupWindow: '7d',
      pauseOnFailure: false,
    },
    state,
    typedSearchAttributes,
    memo: { on24ClientId },
  }
}
