/**
 * What processes look after again and again. Any number of processes may do so at once: each duty sees to it
 * that what it does is done once. A new duty belongs into one of the two lists.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { reconcileAccounts, reconcileWhatIsDue } from './accounts/reconcile.ts'
import type { ConnectedService } from './connected-service.ts'
import { startNoticeDispatcher } from './notices/dispatch-notices.ts'
import { startTakingUpOperations } from './operating/take-up-operations.ts'
import { startWatchingSchedules } from './operating/watch-schedules.ts'
import { COMPARING_LEASE } from './leases/lease-names.ts'
import { startWatchingLateness } from './notices/watch-lateness.ts'
import { type PeriodicWork, startPeriodicWork } from './periodic-work.ts'
import { takeLease } from './store/leases.ts'
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
  /** What controllers left unanswered is looked for. */
  readonly takeUpOperationsMs?: number
}

const LOOK_FOR_NOTICES_MS = 5_000
const READ_CLOCK_MS = 30_000
const LOOK_FOR_LATENESS_MS = 60_000
const RECONCILE_MS = 60_000
const WATCH_SCHEDULES_MS = 60_000
const TAKE_UP_OPERATIONS_MS = 30_000
const COMPARE_SCHEDULES_MS = 24 * 60 * 60_000

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
    startTakingUpOperations(service, rhythm.takeUpOperationsMs ?? TAKE_UP_OPERATIONS_MS),
    startComparingSchedules(service),
  ])
}

/** At a start every process does so for itself: see reconcile.ts. */
function startComparingSchedules(service: ConnectedService): PeriodicWork {
  const process = randomUUID()
  const compare = async (stopped: AbortSignal) => {
    const isTurn = await takeLease(
      service.store,
      COMPARING_LEASE,
      process,
      COMPARE_SCHEDULES_MS / 2,
    )
    if (!isTurn) return
    let left = await reconcileAccounts(service, { signal: stopped })
    while (left.length > 0 && !stopped.aborted) {
      await sleep(RECONCILE_MS, undefined, { signal: stopped })
      left = await reconcileAccounts(service, { only: left, signal: stopped })
    }
  }
  return startPeriodicWork(compare, {
    everyMs: COMPARE_SCHEDULES_MS,
    logger: service.logger,
    whenItFails: 'The Schedules cannot be compared whole',
  })
}

function together(duties: readonly PeriodicWork[]): PeriodicWork {
  return {
    async stop() {
      await Promise.all(duties.map((duty) => duty.stop()))
    },
  }
}
