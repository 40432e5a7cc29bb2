/**
 * The only module that writes Schedules: one per linked account, all at 00, 06, 12 and 18 UTC. Another way
 * to start the runs, for very many accounts, would take the place of this module alone.
 */
import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type ScheduleOptions,
  ScheduleOverlapPolicy,
} from '@temporalio/client'
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.ts'
import { syncScheduleId, TASK_QUEUES, WORKFLOW_TYPES } from '../contracts/temporal-names.ts'

export const ON24_CLIENT_ID_KEY = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.on24ClientId,
  SearchAttributeType.KEYWORD,
)

const EVERY = '6h'
/** Ends a run that hangs, which would otherwise starve its account without an error. */
const RUN_TIMEOUT = '24h'

export interface SyncSchedules {
  /**
   * Makes the account's Schedule if it has none; one that exists stays as it is, paused or not. True when
   * it was made.
   */
  ensure(on24ClientId: string): Promise<boolean>
  /** Starts a run now, or after the one that is under way. */
  trigger(on24ClientId: string): Promise<void>
  /** The Schedule's flag is the truth about pausing. An account without a Schedule is not paused. */
  isPaused(on24ClientId: string): Promise<boolean>
  /** Null without a Schedule. */
  describe(on24ClientId: string): Promise<ScheduleState | null>
  /** Ends the Schedule of an account that is being removed; runs that it has started go on. Fine without one. */
  remove(on24ClientId: string): Promise<void>
}

export interface ScheduleState {
  readonly isPaused: boolean
  /** Why it is paused, in the words of whoever paused it; null when it is not. */
  readonly pauseReason: string | null
  /** The next slot, ISO 8601 UTC; null while paused. */
  readonly nextRunAt: string | null
}

export function createSyncSchedules(client: Client, jitterSeconds: number): SyncSchedules {
  const handle = (on24ClientId: string) => client.schedule.getHandle(syncScheduleId(on24ClientId))
  const describe = async (on24ClientId: string): Promise<ScheduleState | null> => {
    try {
      const { state, info } = await handle(on24ClientId).describe()
      const { paused: isPaused } = state
      return {
        isPaused,
        pauseReason: isPaused ? (state.note ?? '') : null,
        nextRunAt: isPaused ? null : (info.nextActionTimes[0]?.toISOString() ?? null),
      }
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) return null
      throw error
    }
  }
  return {
    async ensure(on24ClientId) {
      try {
        await client.schedule.create(syncSchedule(on24ClientId, jitterSeconds))
        return true
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error
        return false
      }
    },
    trigger: (on24ClientId) => handle(on24ClientId).trigger(ScheduleOverlapPolicy.BUFFER_ONE),
    isPaused: async (on24ClientId) => (await describe(on24ClientId))?.isPaused ?? false,
    describe,
    async remove(on24ClientId) {
      try {
        await handle(on24ClientId).delete()
      } catch (error) {
        if (!(error instanceof ScheduleNotFoundError)) throw error
      }
    },
  }
}

/** Every policy is set, so that no server's default decides. */
function syncSchedule(on24ClientId: string, jitterSeconds: number): ScheduleOptions {
  const typedSearchAttributes = [{ key: ON24_CLIENT_ID_KEY, value: on24ClientId }]
  const action = {
    type: 'startWorkflow' as const,
    workflowType: WORKFLOW_TYPES.accountSync,
    workflowId: syncScheduleId(on24ClientId),
    taskQueue: TASK_QUEUES.workflows,
    args: [{ on24ClientId }],
    typedSearchAttributes,
    workflowExecutionTimeout: RUN_TIMEOUT,
    staticSummary: `Six-hour sync of ON24 client ${on24ClientId}`,
    staticDetails:
      `Reads what is new in ON24 client \`${on24ClientId}\` and brings it to its lists in Act-On.\n\n` +
      'Started by the Schedule at 00, 06, 12 and 18 UTC, or by a trigger.',
    // Not in the SDK's type of a Schedule's action, yet sent and honoured.
    priority: { priorityKey: 3, fairnessKey: on24ClientId },
  }
  return {
    scheduleId: syncScheduleId(on24ClientId),
    spec: { intervals: [{ every: EVERY, offset: 0 }], jitter: jitterSeconds * 1000 },
    action,
    policies: {
      overlap: ScheduleOverlapPolicy.BUFFER_ONE,
      catchupWindow: '6h',
      pauseOnFailure: false,
    },
    state: { paused: false, note: 'Every six hours: 00, 06, 12 and 18 UTC.' },
    typedSearchAttributes,
    memo: { on24ClientId },
  }
}
