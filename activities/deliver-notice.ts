import { cancellationSignal, log } from '@temporalio/activity'
import type { NoticeOutcome, NoticeReference } from '../src/contracts/notice.ts'
import { createTellOperators } from '../src/notices/tell-operators.ts'
import type { Service } from '../src/service.ts'

/** One attempt to notify operators. */
export function createDeliverNotice(context: Service) {
  const tellOperators = createTellOperators(context)
  return async function deliverNotice({ noticeId }: NoticeReference): Promise<NoticeOutcome> {
    return tellOperators(noticeId, {
      signal: cancellationSignal(),
      onTold: (told) => {
        log.warn('Notice to operators', { ...told })
      },
    })
  }
}
