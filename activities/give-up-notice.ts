import { log } from '@temporalio/activity'
import type { NoticeReference } from '../src/contracts/notice.ts'
import { createChannels } from '../src/notices/channels.ts'
import { channelsThatTook } from '../src/store/notice-deliveries.ts'
import { settleNotice } from '../src/store/notices.ts'
import type { Service } from '../src/service.ts'

/** Last step of a notice that a channel did not accept: the log is the last place where an operator can find it. */
export function createGiveUpNotice({ config, store, metrics, now }: Service) {
  const configured = createChannels(config.notify).map(({ name }) => name)
  return async function giveUpNotice({ noticeId }: NoticeReference): Promise<void> {
    await settleNotice(store, noticeId, 'givenUp', now())
    metrics.onNotice('givenUp')
    const taken = await channelsThatTook(store, noticeId)
    log.error('A notice was given up: channels (NOTIFY_*) did not accept it', {
      noticeId,
      channels: configured.filter((name) => !taken.has(name)),
    })
  }
}
