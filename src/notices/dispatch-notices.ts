/**
 * Starts the workflow of each new notice. Every worker process looks for them, and a notice is told once
 * however many look. Sends nothing itself.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../observability/logger.ts'
import type { Store } from '../store/database.ts'
import { markDispatched, noticesToDispatch } from '../store/notices.ts'
import type { NoticeWorkflows } from '../temporal/notice-workflows.ts'

/** Temporal's client tries for long while the server is away; the next look is soon enough. */
const PATIENCE_MS = 10_000

export interface DispatcherParts {
  readonly store: Store
  readonly noticeWorkflows: NoticeWorkflows
  readonly logger: Logger
  readonly now: () => Date
  /** Milliseconds of real time between two looks. */
  readonly lookEveryMs: number
}

export interface NoticeDispatcher {
  /** Returns when no look is under way any more. */
  stop(): Promise<void>
}

export function startNoticeDispatcher(parts: DispatcherParts): NoticeDispatcher {
  const stopping = new AbortController()
  const looking = lookUntil(stopping.signal, parts)
  return {
    async stop() {
      stopping.abort()
      await looking
    },
  }
}

/** Store or Temporal may be away: that is said once, until a look goes through again. */
async function lookUntil(stopped: AbortSignal, parts: DispatcherParts): Promise<void> {
  let isFailing = false
  while (!stopped.aborted) {
    try {
      await dispatchNotices(parts, stopped)
      isFailing = false
    } catch (error) {
      if (!isFailing && !stopped.aborted) {
        parts.logger.warn({ error }, 'Notices to operators wait: their workflows cannot be started')
      }
      isFailing = true
    }
    await sleep(parts.lookEveryMs, undefined, { signal: stopped }).catch(() => undefined)
  }
}

async function dispatchNotices(
  { store, noticeWorkflows, now }: DispatcherParts,
  stopped: AbortSignal,
): Promise<void> {
  for (const { id, on24_client_id } of await noticesToDispatch(store)) {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(PATIENCE_MS)])
    await noticeWorkflows.start(id, on24_client_id, signal)
    await markDispatched(store, id, now())
  }
}
