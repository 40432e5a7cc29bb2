import { log } from '@temporalio/activity'
import type { NoticeReference } from '../src/contracts/notice.ts'
import { settleNotice } from '../src/store/notices.ts'
import type { Service } from '../src/service.ts'

/** Last step of a notice that its receiver did not accept: the log is the last place where an operator can find it. */
export function createGiveUpNotice({ store, metrics, now }: Service) {
  return async function giveUpNotice({ noticeId }: NoticeReference): Promise<void> {
    await settleNotice(store, noticeId, 'givenUp', now())
    metrics.onNotice('givenUp')
    log.error('A notice was given up: its receiver (NOTIFY_WEBHOOK_URL) did not accept it', {
      noticeId,
    })
  }
}
