import { ActivityFailure, isCancellation } from '@temporalio/workflow'
import type { NoticeOutcome, NoticeReference } from '../src/contracts/notice.ts'
import { callActivity } from './activities.ts'

/**
 * Tells operators one thing, started by the dispatcher of any worker process. Ends when the receiver took
 * it or nothing is left to tell. After seven days of trying it fails, with the last attempt's reason.
 */
export async function notice(reference: NoticeReference): Promise<NoticeOutcome> {
  try {
    return await callActivity('deliverNotice', 'telling operators', reference)
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
    await callActivity('giveUpNotice', 'noting that nobody took it', reference)
    throw error
  }
}
