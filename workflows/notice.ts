import { ActivityFailure, isCancellation } from '@temporalio/workflow'
import type { NoticeOutcome, NoticeReference } from '../src/contracts/notice.ts'
import { callActivity } from './activities.ts'

/**
 * Delivers one notice to operators; src/notices/start-notice-workflows.ts starts it. Completes once every channel
 * has accepted the notice or it is no longer due. Fails after seven days of retries, with the last attempt's reason.
 */
export async function notice(reference: NoticeReference): Promise<NoticeOutcome> {
  try {
    return await callActivity('deliverNotice', 'delivering the notice', reference)
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error
    await callActivity('giveUpNotice', 'noting that it was not accepted', reference)
    throw error
  }
}
