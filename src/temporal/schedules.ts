/**
 * The only module that writes Schedules: one per linked account, all at 00, 06, 12 and 18 UTC. Another way
 * to start the runs, for very many accounts, would take the place of this module alone.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type ScheduleOptions,
  ScheduleOverlapPolicy,
} from '@temporalio/client'
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { storableReason } from '../contracts/pause-reason.ts'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.ts'
import {
  clientOfSchedule,
  syncScheduleId,
  TASK_QUEUES,
  WORKFLOW_TYPES,
} from '../contracts/temporal-names.ts'
import { mendSchedule } from './mend-schedule.ts'

export const ON24_CLIENT_ID_KEY = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.on24ClientId,
  SearchAttributeType.KEYWORD,
)

const EVERY = '6h'
/** Ends a run that hangs, which would otherwise starve its account without an error. */
const RUN_TIMEOUT = '24h'

export interface SchedulePause {
  /** In the words of whoever paused it; null when it said none. */
  readonly reason: string | null
}

export interface SyncSchedules {
  /**
   * Makes the account's Schedule if it has none; one that exists stays as it is, paused or not. True when
   * it was made.
   * @param pause of the new one; null or left out: it is not paused.
   */
  ensure(on24ClientId: string, pause?: SchedulePause | null): Promise<boolean>
  /** Starts a run now, or after the one that is under way. */
  trigger(on24ClientId: string): Promise<void>
  /** The Schedule's flag is the truth about pausing. Null when it is not paused, and without a Schedule. */
  readPause(on24ClientId: string): Promise<SchedulePause | null>
  /** Resolves when whoever reads the flag sees it. Throws ScheduleNotFoundError. */
  pause(on24ClientId: string, reason: string | null): Promise<void>
  /** The same. */
  unpause(on24ClientId: string): Promise<void>
  exists(on24ClientId: string): Promise<boolean>
  /**
   * Compares the Schedule whole with what it is to be, and makes it so, but for its flag and note. Returns what was
   * otherwise, by Temporal's names, such as `spec.interval`; nothing without a Schedule. Throws ScheduleNotMended.
   */
  mend(on24ClientId: string): Promise<readonly string[]>
  /** When it starts runs next, the earliest first; none without a Schedule. */
  nextRuns(on24ClientId: string): Promise<readonly Date[]>
  /** Every account's Schedule, as Temporal's index shows it: some seconds late, also for those that are made or gone. */
  list(): AsyncIterable<ListedSchedule>
  /** Ends the Schedule of an account that is being removed; runs that it has started go on. Fine without one. */
  remove(on24ClientId: string): Promise<void>
}

export interface ListedSchedule {
  readonly on24ClientId: string
  readonly isPaused: boolean
  /** The earliest first. */
  readonly nextRuns: readonly Date[]
}

/** How long Temporal may take to show a flag that it has accepted. */
const FLAG_PATIENCE_MS = 10_000
const FLAG_LOOK_EVERY_MS = 50

export function createSyncSchedules(client: Client, jitterSeconds: number): SyncSchedules {
  const handle = (on24ClientId: string) => client.schedule.getHandle(syncScheduleId(on24ClientId))
  const describe = async (on24ClientId: string) => {
    try {
      return await handle(on24ClientId).describe()
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) return null
      throw error
    }
  }
  /** A flag that was just set is not seen at once; who read the old one meanwhile would undo what follows from it. */
  const untilSeen = async (on24ClientId: string, paused: boolean) => {
    const until = performance.now() + FLAG_PATIENCE_MS
    while ((await handle(on24ClientId).describe()).state.paused !== paused) {
      if (performance.now() >= until) throw new Error('Temporal does not show the new flag')
      await sleep(FLAG_LOOK_EVERY_MS)
    }
  }
  return {
    async ensure(on24ClientId, pause = null) {
      try {
        await client.schedule.create(syncSchedule(on24ClientId, jitterSeconds, pause))
        return true
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error
        return false
      }
    },
    trigger: (on24ClientId) => handle(on24ClientId).trigger(ScheduleOverlapPolicy.BUFFER_ONE),
    async readPause(on24ClientId) {
      const state = (await describe(on24ClientId))?.state
      return state?.paused === true ? { reason: reasonIn(state.note) } : null
    },
    async pause(on24ClientId, reason) {
      await handle(on24ClientId).pause(noteOf({ reason }))
      await untilSeen(on24ClientId, true)
    },
    async unpause(on24ClientId) {
      await handle(on24ClientId).unpause(noteOf(null))
      await untilSeen(on24ClientId, false)
    },
    exists: async (on24ClientId) => (await describe(on24ClientId)) !== null,
    mend: (on24ClientId) => mendSchedule(client, syncSchedule(on24ClientId, jitterSeconds, null)),
    nextRuns: async (on24ClientId) => (await describe(on24ClientId))?.info.nextActionTimes ?? [],
    async *list() {
      for await (const { scheduleId, state, info } of client.schedule.list()) {
        const on24ClientId = clientOfSchedule(scheduleId)
        if (on24ClientId === null) continue
        yield { on24ClientId, isPaused: state.paused, nextRuns: info.nextActionTimes }
      }
    },
    async remove(on24ClientId) {
      try {
        await handle(on24ClientId).delete()
      } catch (error) {
        if (!(error instanceof ScheduleNotFoundError)) throw error
      }
    },
  }
}

const NOTE = 'Every six hours: 00, 06, 12 and 18 UTC.'
const PAUSED_WITHOUT_REASON = 'Paused.'

/** The Schedule's note, which the Temporal UI shows beside the flag. */
function noteOf(pause: SchedulePause | null): string {
  return pause === null ? NOTE : (pause.reason ?? PAUSED_WITHOUT_REASON)
}

function reasonIn(note = ''): string | null {
  const reason = storableReason(note)
  return reason === NOTE || reason === PAUSED_WITHOUT_REASON ? null : reason
}

/** Every policy is set, so that no server's default decides. */
function syncSchedule(
  on24ClientId: string,
  jitterSeconds: number,
  pause: SchedulePause | null,
): ScheduleOptions {
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
    state: { paused: pause !== null, note: noteOf(pause) },
    typedSearchAttributes,
    memo: { on24ClientId },
  }
}
