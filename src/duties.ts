/**
 * What processes look after again and again. Any number of processes may do so at once: each duty sees to it
 * that what it does is done once. A new duty belongs into one of the two lists.
 */
import { reconcileWhatIsDue } from './accounts/reconcile.ts'
import type { ConnectedService } from './connected-service.ts'
import { startNoticeDispatcher } from './notices/dispatch-notices.ts'
import { startWatchingSchedules } from './operating/watch-schedules.ts'
import { startWatchingLateness } from './notices/watch-lateness.ts'
import { type PeriodicWork, startPeriodicWork } from './periodic-work.ts'
import { createNoticeWorkflows } from './temporal/notice-workflows.ts'

/** How often, in milliseconds of real time. */
export interface Rhythm {
  /** New notices to operators are looked for. */
  readonly lookForNoticesMs?: number
  /** Accounts are looked for that are late. */
  readonly lookForLatenessMs?: number
  /** Links to be started and removals to be finished are looked for. */
  readonly reconcileMs?: number
  /** Schedules are compared with what is known of them. */
  readonly watchSchedulesMs?: number
}

const LOOK_FOR_NOTICES_MS = 5_000
const READ_CLOCK_MS = 30_000
const LOOK_FOR_LATENESS_MS = 60_000
const RECONCILE_MS = 60_000
const WATCH_SCHEDULES_MS = 60_000

/** Of every process, also of one that serves the web alone: operators hear of trouble when no worker is left. */
export function startDutiesOfAll(service: ConnectedService, rhythm: Rhythm = {}): PeriodicWork {
  return together([
    startPeriodicWork(service.readClock, {
      everyMs: READ_CLOCK_MS,
      logger: service.logger,
      whenItFails: 'The store cannot be asked for the time',
    }),
    startNoticeDispatcher({
      ...service,
      noticeWorkflows: createNoticeWorkflows(service.client),
      lookEveryMs: rhythm.lookForNoticesMs ?? LOOK_FOR_NOTICES_MS,
    }),
    startWatchingLateness({
      ...service,
      lookEveryMs: rhythm.lookForLatenessMs ?? LOOK_FOR_LATENESS_MS,
    }),
  ])
}

/** Of processes that run workers. */
export function startDutiesOfWorkers(service: ConnectedService, rhythm: Rhythm = {}): PeriodicWork {
  return together([
    startPeriodicWork((stopped) => reconcileWhatIsDue(service, stopped), {
      everyMs: rhythm.reconcileMs ?? RECONCILE_MS,
      logger: service.logger,
      whenItFails: 'The store cannot be asked what is to be mended',
    }),
    startWatchingSchedules(service, rhythm.watchSchedulesMs ?? WATCH_SCHEDULES_MS),
  ])
}

function together(duties: readonly PeriodicWork[]): PeriodicWork {
  return {
    async stop() {
      await Promise.all(duties.map((duty) => duty.stop()))
    },
  }
}
