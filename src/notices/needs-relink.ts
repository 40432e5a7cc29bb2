/** The notice that a link is lost: whether it still has to be told, and what it says. */
import type { NewLink } from '../accounts/invitations.ts'
import type { Account } from '../store/accounts.ts'
import type { Notice } from '../store/notices.ts'

/** False when the account was linked again or is being removed, even if it lost its link once more since. */
export function isStillLost(notice: Notice, account: Account): boolean {
  return (
    account.closing_since === null &&
    account.needs_relink_since?.getTime() === notice.created_at.getTime()
  )
}

/** What the receiver gets. Times are ISO 8601 in UTC. */
export function needsRelinkMessage(
  notice: Notice,
  account: Account,
  { url, expiresAt }: NewLink,
  sentAt: Date,
): object {
  return {
    type: 'account.needsRelink',
    timestamp: sentAt.toISOString(),
    data: {
      on24ClientId: account.on24_client_id,
      name: account.name,
      reason: notice.reason,
      since: notice.created_at.toISOString(),
      relinkUrl: url,
      expiresAt: expiresAt.toISOString(),
    },
  }
}
