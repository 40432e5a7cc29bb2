import { cancellationSignal, log } from '@temporalio/activity'
import { inviteToLink } from '../src/accounts/invitations.ts'
import type { NoticeOutcome, NoticeReference } from '../src/contracts/notice.ts'
import { isStillLost, needsRelinkMessage } from '../src/notices/needs-relink.ts'
import { createSignedWebhook } from '../src/notices/signed-webhook.ts'
import { findAccount } from '../src/store/accounts.ts'
import { recordAudit } from '../src/store/audit.ts'
import { NOTICE } from '../src/store/invitations.ts'
import { findNotice, type Notice, settleNotice } from '../src/store/notices.ts'
import type { ActivityContext } from './context.ts'

/**
 * One attempt to tell operators, with an invitation of its own, which voids that of the attempt before. One
 * that was sent but not settled is sent again: the receiver knows it by its id.
 */
export function createDeliverNotice(context: ActivityContext) {
  const { config, store, metrics, now } = context
  const send = config.notify === null ? null : createSignedWebhook(config.notify)

  async function deliver(notice: Notice): Promise<NoticeOutcome> {
    const account = await findAccount(store, notice.on24_client_id)
    if (account === undefined || !isStillLost(notice, account)) return 'overtaken'
    if (send === null) return 'logged'
    const invitation = await inviteToLink(context, notice.on24_client_id, NOTICE, (tx) =>
      recordAudit(tx, {
        on24_client_id: notice.on24_client_id,
        at: now(),
        actor: 'service',
        action: 'invited',
        result: 'ok',
      }),
    )
    const sentAt = now()
    const body = needsRelinkMessage(notice, account, invitation, sentAt)
    await send({ id: notice.id, sentAt, body }, { signal: cancellationSignal() })
    return 'delivered'
  }

  return async function deliverNotice({ noticeId }: NoticeReference): Promise<NoticeOutcome> {
    const notice = await findNotice(store, noticeId)
    if (notice === undefined) return 'overtaken'
    if (notice.outcome !== null) return notice.outcome
    const outcome = await deliver(notice)
    await settleNotice(store, noticeId, outcome, now())
    metrics.onNotice(outcome)
    const { kind, reason, on24_client_id: on24ClientId } = notice
    log.warn('Notice to operators', { noticeId, on24ClientId, kind, reason, outcome })
    return outcome
  }
}
