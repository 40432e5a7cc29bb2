/**
 * Everything that processes do again and again. Any number of processes may have the same duty: each duty sees to it
 * that what it does is done once. A new one is one more entry here.
 */
import { randomUUID } from 'node:crypto'
import {
  reconcileAllDaily,
  reconcileAllUntilDone,
  reconcileWhatIsDue,
} from '../accounts/reconcile.ts'
import { createNoticeDispatch } from '../notices/dispatch-notices.ts'
import { noteLateness } from '../notices/note-lateness.ts'
import { takeUpOperations } from '../operating/take-up-operations.ts'
import { watchSchedules } from '../operating/watch-schedules.ts'
import type { Service } from '../service.ts'
import { type PeriodicWork, startPeriodicWork } from './periodic-work.ts'

type Work = (stopped: AbortSignal) => Promise<void>

interface Duty {
  /**
   * `every process`: also one that serves the web alone, so that operators hear of trouble when no worker is left.
   * `workers`: processes that run workers.
   */
  readonly of: 'every process' | 'workers'
  /** Milliseconds of real time between two times. */
  readonly everyMs: number
  /** Left out: the first time comes after `everyMs`, too. */
  readonly firstAfterMs?: number
  /** @param process names this process, for leases. */
  readonly workOf: (service: Service, process: string, everyMs: number) => Work
  /** Logged when it begins to fail. */
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
    whenItFails: 'The store cannot be asked for the time',
  },
  dispatchNotices: {
    of: 'every process',
    everyMs: 5 * SECOND_MS,
    workOf: createNoticeDispatch,
    whenItFails: 'Workflows of notices cannot be started: operators are told without them',
  },
  noteLateness: {
    of: 'every process',
    everyMs: MINUTE_MS,
    workOf: (service) => (stopped) => noteLateness(service, stopped),
    whenItFails: 'The store cannot be asked which accounts are late',
  },
  reconcileWhatIsDue: {
    of: 'workers',
    everyMs: MINUTE_MS,
    workOf: (service) => (stopped) => reconcileWhatIsDue(service, stopped),
    whenItFails: 'The store cannot be asked what is to be mended',
  },
  reconcileAtStart: {
    of: 'workers',
    everyMs: MINUTE_MS,
    firstAfterMs: 0,
    workOf: reconcileAllUntilDone,
    whenItFails: 'The store cannot be asked which accounts there are',
  },
  reconcileDaily: {
    of: 'workers',
    everyMs: DAY_MS,
    workOf: reconcileAllDaily,
    whenItFails: 'The Schedules cannot be compared whole',
  },
  watchSchedules: {
    of: 'workers',
    everyMs: MINUTE_MS,
    workOf: watchSchedules,
    whenItFails: 'The Schedules cannot be compared with what is known of them',
  },
  takeUpOperations: {
    of: 'workers',
    everyMs: 30 * SECOND_MS,
    workOf: (service) => (stopped) => takeUpOperations(service, stopped),
    whenItFails: 'What operators asked for cannot be taken up',
  },
} as const satisfies Record<string, Duty>

/** How often, in milliseconds of real time; a duty that is left out keeps its own rhythm. */
export type Rhythm = Partial<Readonly<Record<keyof typeof DUTIES, number>>>

/** @param of `workers` has the duties of every process, too. */
export function startDuties(service: Service, of: Duty['of'], rhythm: Rhythm = {}): PeriodicWork {
  const process = randomUUID()
  const isOurs = (duty: Duty) => of === 'workers' || duty.of === of
  const started = Object.entries<Duty>(DUTIES)
    .filter(([, duty]) => isOurs(duty))
    .map(([name, { workOf, ...duty }]) => {
      const everyMs = rhythmOf(name, rhythm) ?? duty.everyMs
      const options = { ...duty, everyMs, logger: service.logger }
      return startPeriodicWork(workOf(service, process, everyMs), options)
    })
  return {
    async stop() {
      await Promise.all(started.map((duty) => duty.stop()))
    },
  }
}

function rhythmOf(name: string, rhythm: Readonly<Record<string, number>>): number | undefined {
  return rhythm[name]
}
