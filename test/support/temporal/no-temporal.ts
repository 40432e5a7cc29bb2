/** Stands in for Temporal: records the service's requests and starts nothing. */
import { Connection } from '@temporalio/client'
import { backfillId, verifyWorkflowId } from '../../../src/contracts/temporal-names.ts'
import type { AccountWork } from '../../../src/temporal/account-work.ts'
import type { Backfills } from '../../../src/temporal/backfills.ts'
import type { Comparisons } from '../../../src/temporal/comparisons.ts'
import type { Controllers } from '../../../src/temporal/controllers.ts'
import type { SyncSchedules } from '../../../src/temporal/schedules.ts'
import { testLogger } from '../servers/log-sink.ts'

export interface NoTemporal {
  readonly controllers: Controllers
  readonly schedules: SyncSchedules
  readonly accountWork: AccountWork
  readonly backfills: Backfills
  readonly comparisons: Comparisons
  readonly logger: ReturnType<typeof testLogger>
  /** Requests in order: `controller 22950`, `schedule 22950`, `trigger 22950`, `pause 22950`, `end work 22950`, …. */
  readonly asked: string[]
  /** Accounts whose Schedule is paused. */
  readonly paused: Set<string>
  /** Accounts for which Temporal does not answer. */
  readonly failing: Set<string>
}

const nothing = () => new ReadableStream<never>({ start: (stream) => stream.close() }).values()

export function noTemporal(): NoTemporal {
  const asked: string[] = []
  const paused = new Set<string>()
  const failing = new Set<string>()
  const note = (what: string) => (on24ClientId: string) => {
    if (failing.has(on24ClientId)) return Promise.reject(new Error('Temporal does not answer'))
    asked.push(`${what} ${on24ClientId}`)
    return Promise.resolve()
  }
  return {
    controllers: {
      async ensure(on24ClientId) {
        await note('controller')(on24ClientId)
        return true
      },
      async signal(on24ClientId, signal) {
        await note(`signal ${signal}`)(on24ClientId)
        return true
      },
      listOpen: nothing,
      canRun: () => Promise.resolve({ whyNot: null }),
      end: note('end controller'),
    },
    schedules: {
      definition: 'as now',
      async ensure(on24ClientId) {
        await note('schedule')(on24ClientId)
        return true
      },
      trigger: note('trigger'),
      isRunning: () => Promise.resolve(false),
      readPause: (on24ClientId) =>
        Promise.resolve(paused.has(on24ClientId) ? { reason: null } : null),
      async pause(on24ClientId) {
        await note('pause')(on24ClientId)
        paused.add(on24ClientId)
      },
      async unpause(on24ClientId) {
        await note('unpause')(on24ClientId)
        paused.delete(on24ClientId)
      },
      followFlag: () => Promise.resolve(),
      exists: () => Promise.resolve(true),
      repair: () => Promise.resolve([]),
      nextRuns: () => Promise.resolve([]),
      list: nothing,
      remove: note('end schedule'),
    },
    accountWork: {
      end: note('end work'),
      signal: (on24ClientId, signal) => note(signal)(on24ClientId),
      isOpen: () => Promise.resolve(false),
      tellOfRows: () => Promise.resolve(),
    },
    backfills: {
      async start(on24ClientId, request) {
        await note('backfill')(on24ClientId)
        const workflowId = backfillId(on24ClientId, request)
        return { workflowId, isNew: true, isBeingCancelled: false }
      },
      async cancel(on24ClientId) {
        await note('cancel backfill')(on24ClientId)
        return 'cancelled'
      },
    },
    comparisons: {
      async start(on24ClientId) {
        await note('comparison')(on24ClientId)
        return { workflowId: verifyWorkflowId(on24ClientId), isNew: true }
      },
      isRunning: () => Promise.resolve(false),
    },
    logger: testLogger(),
    asked,
    paused,
    failing,
  }
}

/** A connection to an address without a server, for a service that never calls Temporal. */
export function nowhere() {
  const connection = Connection.lazy({ address: '127.0.0.1:1' })
  return { connection, namespace: 'none', logger: testLogger() }
}
