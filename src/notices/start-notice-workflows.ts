/**
 * Starts a workflow for each new notice. Every process does this, and each notice is still delivered once. If Temporal
 * does not accept the workflow, this process attempts the delivery itself, so that operators are notified during an
 * outage of Temporal.
 */
import { unlessAborted } from '../http/unless-aborted.ts'
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import { claimAttempt, markDispatched, type Notice, noticesToDispatch } from '../store/notices.ts'
import type { NoticeWorkflows } from '../temporal/notice-workflows.ts'
import { NoticeNotTaken } from './not-taken.ts'
import { TroubleNotSettled } from './still-due.ts'
import { createSendNotice, type NoticeParts, type SendNotice } from './send-notice.ts'

/** Temporal's client would retry for long while the server is unreachable; the next repetition is soon enough. */
const START_TIMEOUT_MS = 10_000

export interface NoticeStarterParts extends NoticeParts {
  readonly noticeWorkflows: NoticeWorkflows
  readonly logger: Logger
}

/** The returned function looks for new notices once. */
export function createNoticeStarter(parts: NoticeStarterParts) {
  const starting = { ...parts, sendNotice: createSendNotice(parts) }
  return (stopped: AbortSignal) => startNoticeWorkflows(starting, stopped)
}

type StartingParts = NoticeStarterParts & { readonly sendNotice: SendNotice }

/** A workflow that cannot be started holds up no other; the first failure is thrown after all were tried. */
async function startNoticeWorkflows(parts: StartingParts, stopped: AbortSignal): Promise<void> {
  const { store, noticeWorkflows, now } = parts
  const startOne = async (notice: Notice) => {
    try {
      const signal = AbortSignal.any([stopped, AbortSignal.timeout(START_TIMEOUT_MS)])
      // The client ignores its signal while it is still connecting.
      await unlessAborted(noticeWorkflows.start(notice, signal), signal)
    } catch (error) {
      await attemptHere(parts, notice.id, stopped)
      throw error
    }
    await markDispatched(store, notice.id, now())
  }
  const started = (await noticesToDispatch(store)).map(startOne)
  await Promise.allSettled(started)
  await Promise.all(started)
}

/** After a failure, a later repetition or the notice's workflow retries. */
async function attemptHere(
  { store, sendNotice, logger, now }: StartingParts,
  noticeId: string,
  stopped: AbortSignal,
): Promise<void> {
  if (stopped.aborted || !(await claimAttempt(store, noticeId, now()))) return
  try {
    await sendNotice(noticeId, {
      signal: stopped,
      onSettled: (settlement) => {
        logger.warn(settlement, 'Notice to operators')
      },
      onRemark: (remark) => {
        logger.warn({ noticeId }, remark)
      },
    })
  } catch (error) {
    if (stopped.aborted || error instanceof TroubleNotSettled) return
    // Its words are our own: which channel did not take it, and why.
    const problem = error instanceof NoticeNotTaken ? { problem: error.message } : errorFacts(error)
    logger.warn({ noticeId, ...problem }, 'A notice to operators could not be delivered')
  }
}
