/**
 * All periodic work of the processes. Several processes may have the same duty: each duty itself makes sure that its
 * work is done once. To add a duty, add an entry here.
 */
import { randomUUID } from 'node:crypto'
import { reconcileDaily, reconcileAtStart, reconcileDue } from '../accounts/reconcile.ts'
import { createNoticeStarter } from '../notices/start-notice-workflows.ts'
import { noteLateness } from '../notices/note-lateness.ts'
import { executeUnanswered } from '../operating/execute-unanswered.ts'
import { watchSchedules } from '../operating/watch-schedules.ts'
import type { Service } from '../service.ts'
import { createDropOldRecords } from './drop-old-records.ts'
import { type PeriodicWork, startPeriodicWork } from './repeat.ts'

type Work = (stopped: AbortSignal) => Promise<void>

interface Duty {
  /**
   * `every process`: also web-only processes, so that operators are notified of trouble when no worker is left.
   * `workers`: only processes that run workers.
   */
  readonly of: 'every process' | 'workers'
  /** Milliseconds of real time between two repetitions. */
  readonly everyMs: number
  /** Delay before the first time. Left out: `everyMs`. */
  readonly firstAfterMs?: number
  /** @param process identifies this process in leases. */
  readonly workOf: (service: Service, process: string, everyMs: number) => Work
  /** Logged when the duty begins to fail. */
  readonly whenItFails: string
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const DAY_MS = 24 * 60 * MINUTE_MS

const DUTIES = {
  readClock: {
    of: 'every process',
    everyMs: 30 * SECOND_MS,
    workOf: (service) => service.readClock,
    whenItFails: 'The time cannot be read from the store',
  },
  startNoticeWorkflows: {
    of: 'every process',
    everyMs: 5 * SECOND_MS,
    workOf: createNoticeStarter,
    whenItFails: 'Workflows of notices cannot be started: notices are sent without them',
  },
  noteLateness: {
    of: 'every process',
    everyMs: MINUTE_MS,
    workOf: (service) => (stopped) => noteLateness(service, stopped),
    whenItFails: 'Late accounts cannot be read from the store',
  },
  reconcileDue: {
    of: 'workers',
    everyMs: MINUTE_MS,
    workOf: (service) => (stopped) => reconcileDue(service, stopped),
    whenItFails: 'Unstarted links and unfinished removals cannot be read from the store',
  },
  reconcileAtStart: {
    of: 'workers',
    everyMs: MINUTE_MS,
    firstAfterMs: 0,
    workOf: reconcileAtStart,
    whenItFails: 'Linked accounts cannot be read from the store at the start',
  },
  reconcileDaily: {
    of: 'workers',
    everyMs: DAY_MS,
    workOf: reconcileDaily,
    whenItFails: 'The daily comparison of all Schedules failed',
  },
  watchSchedules: {
    of: 'workers',
    everyMs: MINUTE_MS,
    workOf: watchSchedules,
    whenItFails: 'The Schedules cannot be compared with the store',
  },
  dropOldRecords: {
    of: 'workers',
    everyMs: DAY_MS,
    firstAfterMs: 10 * MINUTE_MS,
    workOf: createDropOldRecords,
    whenItFails: 'Records older than RETENTION_DAYS cannot be deleted',
  },
  executeUnanswered: {
    of: 'workers',
    everyMs: 30 * SECOND_MS,
    workOf: (service) => (stopped) => executeUnanswered(service, stopped),
    whenItFails: 'Unanswered operations cannot be executed',
  },
} as const satisfies Record<string, Duty>

/** Intervals in milliseconds of real time, for tests. Duties left out keep their own interval. */
export type Rhythm = Partial<Readonly<Record<keyof typeof DUTIES, number>>>

/** @param of `workers` includes the duties of `every process`. */
export function startDuties(service: Service, of: Duty['of'], rhythm: Rhythm = {}): PeriodicWork {
  const process = randomUUID()
  const given: Readonly<Record<string, number>> = rhythm
  const isOurs = (duty: Duty) => of === 'workers' || duty.of === of
  const started = Object.entries<Duty>(DUTIES)
    .filter(([, duty]) => isOurs(duty))
    .map(([name, { workOf, ...duty }]) => {
      const everyMs = given[name] ?? duty.everyMs
      const options = { ...duty, everyMs, logger: service.logger }
      return startPeriodicWork(workOf(service, process, everyMs), options)
    })
  return {
    async stop() {
      await Promise.all(started.map((duty) => duty.stop()))
    },
  }
}
