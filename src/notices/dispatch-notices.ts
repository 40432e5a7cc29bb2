/**
 * Starts the workflow of each new notice. Every worker process looks for them, and a notice is told once
 * however many look. Sends nothing itself.
 */
import type { Logger } from '../observability/logger.ts'
import { type PeriodicWork, startPeriodicWork } from '../periodic-work.ts'
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

export function startNoticeDispatcher(parts: DispatcherParts): PeriodicWork {
  return startPeriodicWork((stopped) => dispatchNotices(parts, stopped), {
    everyMs: parts.lookEveryMs,
    logger: parts.logger,
    whenItFails: 'Notices to operators wait: their workflows cannot be started',
  })
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
