/** What starts and pauses syncs, for a service without Temporal: it notes what it is asked for, and does nothing. */
import type { AccountWork } from '../../src/temporal/account-work.ts'
import type { Controllers } from '../../src/temporal/controllers.ts'
import type { SyncSchedules } from '../../src/temporal/schedules.ts'
import { testLogger } from './log-sink.ts'

export interface NoTemporal {
  readonly controllers: Controllers
  readonly schedules: SyncSchedules
  readonly accountWork: AccountWork
  readonly logger: ReturnType<typeof testLogger>
  /** In order: `controller 22950`, `schedule 22950`, `trigger 22950`, and `end …` of controller, schedule or work. */
  readonly asked: string[]
  /** Accounts whose Schedule is paused. */
  readonly paused: Set<string>
  /** Accounts for which Temporal does not answer. */
  readonly failing: Set<string>
}

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
    controllers: { ensure: note('controller'), end: note('end controller') },
    schedules: {
      async ensure(on24ClientId) {
        await note('schedule')(on24ClientId)
        return true
      },
      trigger: note('trigger'),
      isPaused: (on24ClientId) => Promise.resolve(paused.has(on24ClientId)),
      describe: () => Promise.resolve(null),
      remove: note('end schedule'),
    },
    accountWork: { end: note('end work') },
    logger: testLogger(),
    asked,
    paused,
    failing,
  }
}
