/** Sends a test notice on every configured channel, and on those of one account if it is asked for, for an operator who waits for the result. */
import type { NoticeTest } from '../../api/notice-test.ts'
import { testChannels } from '../../notices/test-channels.ts'
import type { Requester } from '../../operating/store-operation.ts'
import type { Service } from '../../service.ts'
import { Problem } from '../api/problem.ts'
import { accountOf } from './account-of.ts'

/** Longer than any channel takes by itself. */
const TIMEOUT_MS = 60_000

/** Throws a Problem if the account is not registered, or no channel is configured. */
export async function testNotices(
  service: Service,
  on24ClientId: string | null,
  { actor }: Pick<Requester, 'actor'>,
): Promise<NoticeTest[]> {
  const account = on24ClientId === null ? null : await accountOf(service.store, on24ClientId)
  const tests = await testChannels(service, account, AbortSignal.timeout(TIMEOUT_MS))
  if (tests.length === 0) {
    throw new Problem(
      'noNoticeChannel',
      'Set NOTIFY_WEBHOOK_URL and NOTIFY_WEBHOOK_SECRET, or NOTIFY_SLACK_URL, or NOTIFY_SMTP_URL, NOTIFY_EMAIL_TO and NOTIFY_EMAIL_FROM for every process, and start them again.',
    )
  }
  const failed = tests.filter(({ ok }) => !ok).map(({ channel }) => channel)
  service.logger.info({ actor, on24ClientId, failed }, 'The channels of notices were tested')
  return tests
}
