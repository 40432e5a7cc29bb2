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

/** One that cannot be started holds back no other; the first failure is thrown when all were tried. */
async function dispatchNotices(
  { store, noticeWorkflows, now }: DispatcherParts,
  stopped: AbortSignal,
): Promise<void> {
  const dispatch = async (id: string, on24ClientId: string) => {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(PATIENCE_MS)])
    await noticeWorkflows.start(id, on24ClientId, signal)
    await markDispatched(store, id, now())
  }
  const notices = await noticesToDispatch(store)
  const dispatched = notices.map(({ id, on24_client_id }) => dispatch(id, on24_client_id))
  await Promise.allSettled(dispatched)
  await Promise.all(dispatched)
}
