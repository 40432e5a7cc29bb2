import { cancellationSignal, log } from '@temporalio/activity'
import type { NoticeOutcome, NoticeReference } from '../src/contracts/notice.ts'
import { createAttemptNotice } from '../src/notices/attempt-notice.ts'
import type { Service } from '../src/service.ts'

/** One attempt to notify operators. */
export function createDeliverNotice(context: Service) {
  const attemptNotice = createAttemptNotice(context)
  return async function deliverNotice({ noticeId }: NoticeReference): Promise<NoticeOutcome> {
    return attemptNotice(noticeId, {
      signal: cancellationSignal(),
      onSettled: (told) => {
        log.warn('Notice to operators', { ...told })
      },
    })
  }
}
