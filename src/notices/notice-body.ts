/** The JSON body that the webhook receiver gets. Times are ISO 8601 in UTC. It holds no personal data. */
import type { NewLink } from '../accounts/invitations.ts'
import type { Notice } from '../store/notices.ts'
import type { DueNotice } from './still-due.ts'
import type { Account } from '../store/accounts/account.ts'

export interface NoticeBodyParts {
  readonly notice: Notice
  readonly account: Account
  readonly due: DueNotice
  /** For a lost link: the invitation to link again. Only this body has it: treat it like a password. */
  readonly relink: NewLink | null
  /** For a lost link: the customer's own page, if an operator has made a link to it. */
  readonly customerPage: string | null
  readonly statusUrl: string
  readonly sentAt: Date
}

export function noticeBody({
  notice,
  account,
  due,
  relink,
  customerPage,
  statusUrl,
  sentAt,
}: NoticeBodyParts): object {
  return {
    type: `account.${notice.kind}`,
    timestamp: sentAt.toISOString(),
    data: {
      on24ClientId: account.on24ClientId,
      name: account.name,
      reason: notice.reason,
      since: notice.createdAt.toISOString(),
      state: account.state,
      statusUrl,
      ...(due.what === 'recovery' && {
        ends: due.ends,
        lastedSince: due.lastedSince.toISOString(),
      }),
      ...(relink !== null && {
        relinkUrl: relink.url,
        expiresAt: relink.expiresAt.toISOString(),
      }),
      ...(customerPage !== null && { customerStatusUrl: customerPage }),
    },
  }
}
