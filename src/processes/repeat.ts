/** Repeats work at an interval while the process runs. */
import { setTimeout as sleep } from 'node:timers/promises'
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'

export interface PeriodicWork {
  /** Aborts the work in progress and resolves once it has ended. */
  stop(): Promise<void>
}

export interface PeriodicWorkOptions {
  /** Milliseconds of real time before each repetition. */
  readonly everyMs: number
  /** Milliseconds before the first time. Left out: `everyMs`. */
  readonly firstAfterMs?: number
  readonly logger: Logger
  /** Logged at the first of several failures. The next success is logged, too. */
  readonly whenItFails: string
}

export function startPeriodicWork(
  work: (stopped: AbortSignal) => Promise<void>,
  options: PeriodicWorkOptions,
): PeriodicWork {
  const stopping = new AbortController()
  const ended = workUntil(stopping.signal, work, options)
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

async function workUntil(
  stopped: AbortSignal,
  work: (stopped: AbortSignal) => Promise<void>,
  { everyMs, firstAfterMs = everyMs, logger, whenItFails }: PeriodicWorkOptions,
): Promise<void> {
  let isFailing = false
  let waitMs = firstAfterMs
  for (;;) {
    await sleep(waitMs, undefined, { signal: stopped }).catch(() => undefined)
    if (stopped.aborted) return
    waitMs = everyMs
    try {
      await work(stopped)
      if (isFailing) logger.info({ before: whenItFails }, 'It works again')
      isFailing = false
    } catch (error) {
      if (!isFailing && !stopped.aborted) logger.warn(errorFacts(error), whenItFails)
      isFailing = true
    }
  }
}
