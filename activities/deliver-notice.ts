import { cancellationSignal, log } from '@temporalio/activity'
import type { NoticeOutcome, NoticeReference } from '../src/contracts/notice.ts'
import { createSendNotice } from '../src/notices/send-notice.ts'
import type { Service } from '../src/service.ts'

/** One attempt to notify operators. */
export function createDeliverNotice(context: Service) {
  const sendNotice = createSendNotice(context)
  return async function deliverNotice({ noticeId }: NoticeReference): Promise<NoticeOutcome> {
    return sendNotice(noticeId, {
      signal: cancellationSignal(),
      onSettled: (told) => {
        log.warn('Notice to operators', { ...told })
      },
      onRemark: (remark) => {
        log.warn(remark, { noticeId })
      },
    })
  }
}
