/**
 * Starts the workflow of each new notice. Every process looks for them, and a notice is told once however many
 * look. Where Temporal does not take it, the notice is told from here: that Temporal is away is no secret.
 */
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import { claimAttempt, markDispatched, type Notice, noticesToDispatch } from '../store/notices.ts'
import type { NoticeWorkflows } from '../temporal/notice-workflows.ts'
import { TroubleNotSettled } from './left-to-tell.ts'
import { createTellOperators, type TellingParts, type TellOperators } from './tell-operators.ts'

/** Temporal's client tries for long while the server is away; the next look is soon enough. */
const PATIENCE_MS = 10_000

export interface DispatcherParts extends TellingParts {
  readonly noticeWorkflows: NoticeWorkflows
  readonly logger: Logger
}

/** One look for new notices. */
export function createNoticeDispatch(parts: DispatcherParts) {
  const dispatching = { ...parts, tellOperators: createTellOperators(parts) }
  return (stopped: AbortSignal) => dispatchNotices(dispatching, stopped)
}

type Dispatching = DispatcherParts & { readonly tellOperators: TellOperators }

/** One that cannot be started holds back no other; the first failure is thrown when all were tried. */
async function dispatchNotices(parts: Dispatching, stopped: AbortSignal): Promise<void> {
  const { store, noticeWorkflows, now } = parts
  const dispatch = async (notice: Notice) => {
    try {
      const signal = AbortSignal.any([stopped, AbortSignal.timeout(PATIENCE_MS)])
      await orAborted(noticeWorkflows.start(notice, signal), signal)
    } catch (error) {
      await tellFromHere(parts, notice.id, stopped)
      throw error
    }
    await markDispatched(store, notice.id, now())
  }
  const dispatched = (await noticesToDispatch(store)).map(dispatch)
  await Promise.allSettled(dispatched)
  await Promise.all(dispatched)
}

/** A connection that is still being made heeds no signal. */
async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => {
    aborted.reject(new Error('Temporal does not answer'))
  }
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** When nobody takes it, it is tried again at a later look, or by its workflow. */
async function tellFromHere(
  { store, tellOperators, logger, now }: Dispatching,
  noticeId: string,
  stopped: AbortSignal,
): Promise<void> {
  if (stopped.aborted || !(await claimAttempt(store, noticeId, now()))) return
  try {
    await tellOperators(noticeId, {
      signal: stopped,
      onTold: (told) => {
        logger.warn(told, 'Notice to operators')
      },
    })
  } catch (error) {
    if (stopped.aborted || error instanceof TroubleNotSettled) return
    logger.warn({ noticeId, ...errorFacts(error) }, 'A notice to operators was not taken')
  }
}
