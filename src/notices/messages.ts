/** What the receiver of notices gets. Times are ISO 8601 in UTC. No personal data. */
import type { NewLink } from '../accounts/invitations.ts'
import type { Notice } from '../store/notices.ts'
import type { LeftToTell } from './left-to-tell.ts'
import type { Account } from '../store/accounts/account.ts'

export interface MessageParts {
  readonly notice: Notice
  readonly account: Account
  readonly left: LeftToTell
  /** For a link that is lost: the invitation to link again. */
  readonly relink: NewLink | null
  readonly publicUrl: string
  readonly sentAt: Date
}

export function noticeMessage({
  notice,
  account,
  left,
  relink,
  publicUrl,
  sentAt,
}: MessageParts): object {
  return {
    type: `account.${notice.kind}`,
    timestamp: sentAt.toISOString(),
    data: {
      on24ClientId: account.on24ClientId,
      name: account.name,
      reason: notice.reason,
      since: notice.createdAt.toISOString(),
      state: account.state,
      statusUrl: `${publicUrl}/accounts/${account.on24ClientId}`,
      ...(left.what === 'recovery' && {
        ends: left.ends,
        lastedSince: left.lastedSince.toISOString(),
      }),
      ...(relink !== null && {
        relinkUrl: relink.url,
        expiresAt: relink.expiresAt.toISOString(),
      }),
    },
  }
}
