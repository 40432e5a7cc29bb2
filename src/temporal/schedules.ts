/**
 * Writes the Schedules of linked accounts: one each for its runs at 00, 06, 12 and 18 UTC, and one for its weekly
 * comparison. Starting the runs in another way, for very many accounts, would replace only this module.
 */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client'
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { storableReason } from '../contracts/pause-reason.ts'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.ts'
import {
  clientOfSchedule,
  syncScheduleId,
  TASK_QUEUES,
  WORKFLOW_TYPES,
} from '../contracts/temporal-names.ts'
import { createSchedule, ofSchedule } from './already-there.ts'
import { createCompareSchedules, type ScheduleState } from './compare-schedules.ts'
import { called, type NamedAccount, type Naming, pageLink } from './naming.ts'
import { repairSchedule } from './schedule-settings.ts'

export const ON24_CLIENT_ID_KEY = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.on24ClientId,
  SearchAttributeType.KEYWORD,
)

const EVERY = '6h'
/** Ends a hanging run, which would otherwise block its account without an error. */
const RUN_TIMEOUT = '24h'

export interface SchedulePause {
  /** As typed by whoever paused it; null if no reason was given. */
  readonly reason: string | null
}

export interface SyncSchedules {
  /** A hash of how all Schedules are defined: another release or setting may define them in another way. */
  readonly definition: string
  /**
   * Creates the account's Schedules if there are none; leaves existing ones as they are, paused or not. Returns true if
   * that of the runs was created.
   * @param pause of the new Schedule; null or left out: not paused.
   */
  ensure(on24ClientId: string, pause?: SchedulePause | null): Promise<boolean>
  /** Starts a run now, or after the current one. */
  trigger(on24ClientId: string): Promise<void>
  /** Whether a run that the Schedule has started is open. */
  isRunning(on24ClientId: string): Promise<boolean>
  /** The Schedule's flag decides whether the account is paused. Null if it is not paused or there is no Schedule. */
  readPause(on24ClientId: string): Promise<SchedulePause | null>
  /** Resolves once every reader of the flag sees the change. Throws ScheduleNotFoundError. */
  pause(on24ClientId: string, reason: string | null): Promise<void>
  /** Resolves once every reader of the flag sees the change. Throws ScheduleNotFoundError. */
  unpause(on24ClientId: string): Promise<void>
  /** Gives the Schedule of the comparison the flag that somebody has given the Schedule of the runs by hand. */
  followFlag(on24ClientId: string, pause: SchedulePause | null): Promise<void>
  exists(on24ClientId: string): Promise<boolean>
  /**
   * Compares the whole Schedule with its definition and restores it, except for its flag and note. Returns the fields
   * that differed by Temporal's names, such as `spec.interval`; none if there is no Schedule. Throws ScheduleNotMended.
   */
  repair(on24ClientId: string): Promise<readonly string[]>
  /** Times of the next runs, earliest first; none if there is no Schedule. */
  nextRuns(on24ClientId: string): Promise<readonly Date[]>
  /** Every account's Schedule from Temporal's index, which shows changes, creations and deletions some seconds late. */
  list(): AsyncIterable<ListedSchedule>
  /** Deletes the Schedule of an account that is being removed, if there is one. Runs that it has started continue. */
  remove(on24ClientId: string): Promise<void>
}

export interface ListedSchedule {
  readonly on24ClientId: string
  readonly isPaused: boolean
  /** Earliest first. */
  readonly nextRuns: readonly Date[]
}

/** For how long Temporal may still show the old flag after accepting a new one. */
const FLAG_PATIENCE_MS = 10_000
const FLAG_LOOK_EVERY_MS = 50

export function createSyncSchedules(
  client: Client,
  jitterSeconds: number,
  lookAgainSeconds: number,
  naming: Naming,
): SyncSchedules {
  const comparisons = createCompareSchedules(client, lookAgainSeconds, (on24ClientId) => [
    { key: ON24_CLIENT_ID_KEY, value: on24ClientId },
  ])
  const nobody = { on24ClientId: '', name: null, pageUrl: naming.pageUrl('') }
  const handle = (on24ClientId: string) => client.schedule.getHandle(syncScheduleId(on24ClientId))
  const describe = (on24ClientId: string) => ofSchedule(() => handle(on24ClientId).describe())
  /** Temporal shows a new flag after a moment. A reader of the old flag would undo what follows from the new one. */
  const untilVisible = async (on24ClientId: string, paused: boolean) => {
    const until = performance.now() + FLAG_PATIENCE_MS
    while ((await handle(on24ClientId).describe()).state.paused !== paused) {
      if (performance.now() >= until) throw new Error('Temporal does not show the new flag')
      await sleep(FLAG_LOOK_EVERY_MS)
    }
  }
  const definitions = [syncSchedule(nobody, jitterSeconds, null), comparisons.definition(nobody)]
  return {
    definition: createHash('sha256').update(JSON.stringify(definitions)).digest('hex').slice(0, 16),
    async ensure(on24ClientId, pause = null) {
      const account = await naming.of(on24ClientId)
      await comparisons.ensure(account, stateOf(pause))
      return createSchedule(client, syncSchedule(account, jitterSeconds, pause))
    },
    trigger: (on24ClientId) => handle(on24ClientId).trigger(ScheduleOverlapPolicy.BUFFER_ONE),
    async isRunning(on24ClientId) {
      const info = (await describe(on24ClientId))?.info
      return info !== undefined && info.runningActions.length > 0
    },
    async readPause(on24ClientId) {
      const state = (await describe(on24ClientId))?.state
      return state?.paused === true ? { reason: reasonIn(state.note) } : null
    },
    async pause(on24ClientId, reason) {
      await comparisons.setPaused(on24ClientId, stateOf({ reason }))
      await handle(on24ClientId).pause(noteOf({ reason }))
      await untilVisible(on24ClientId, true)
    },
    async unpause(on24ClientId) {
      await comparisons.setPaused(on24ClientId, stateOf(null))
      await handle(on24ClientId).unpause(noteOf(null))
      await untilVisible(on24ClientId, false)
    },
    followFlag: (on24ClientId, pause) => comparisons.setPaused(on24ClientId, stateOf(pause)),
    exists: async (on24ClientId) => (await describe(on24ClientId)) !== null,
    async repair(on24ClientId) {
      const account = await naming.of(on24ClientId)
      const own = await repairSchedule(client, syncSchedule(account, jitterSeconds, null))
      const ofComparison = await comparisons.repair(account)
      return [...own, ...ofComparison.map((field) => `comparison ${field}`)]
    },
    nextRuns: async (on24ClientId) => (await describe(on24ClientId))?.info.nextActionTimes ?? [],
    async *list() {
      for await (const { scheduleId, state, info } of client.schedule.list()) {
        const on24ClientId = clientOfSchedule(scheduleId)
        if (on24ClientId === null) continue
        yield { on24ClientId, isPaused: state.paused, nextRuns: info.nextActionTimes }
      }
    },
    async remove(on24ClientId) {
      await comparisons.remove(on24ClientId)
      await ofSchedule(() => handle(on24ClientId).delete())
    },
  }
}

function stateOf(pause: SchedulePause | null): ScheduleState {
  return { paused: pause !== null, note: pause === null ? 'Weekly.' : noteOf(pause) }
}

const NOTE = 'Every six hours: 00, 06, 12 and 18 UTC.'
const PAUSED_WITHOUT_REASON = 'Paused.'

/** The Schedule's note, which the Temporal UI shows next to the flag. */
function noteOf(pause: SchedulePause | null): string {
  return pause === null ? NOTE : (pause.reason ?? PAUSED_WITHOUT_REASON)
}

function reasonIn(note = ''): string | null {
  const reason = storableReason(note)
  return reason === NOTE || reason === PAUSED_WITHOUT_REASON ? null : reason
}

/** Sets every policy explicitly, so that none depends on a server's default. */
function syncSchedule(
  account: NamedAccount,
  jitterSeconds: number,
  pause: SchedulePause | null,
): ScheduleOptions {
  const { on24ClientId } = account
  const typedSearchAttributes = [{ key: ON24_CLIENT_ID_KEY, value: on24ClientId }]
  const action = {
    type: 'startWorkflow' as const,
    workflowType: WORKFLOW_TYPES.accountSync,
    workflowId: syncScheduleId(on24ClientId),
    taskQueue: TASK_QUEUES.workflows,
    args: [{ on24ClientId }],
    typedSearchAttributes,
    workflowExecutionTimeout: RUN_TIMEOUT,
    // Temporal gives it to every run of the Schedule, also to the first one after linking and to those on request.
    staticSummary: `Sync of ${called(account)}`,
    staticDetails:
      `Reads what is new of ${called(account)} in ON24 and brings it to its lists in Act-On.\n\n` +
      'Started by the Schedule at 00, 06, 12 and 18 UTC, after linking, or on request: its current details say why.' +
      pageLink(account),
    // Missing from the SDK's type of a Schedule action, but sent and honoured.
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
