/**
 * Makes one attempt to deliver a notice to operators: called by the notice's workflow, or by start-notice-workflows.ts
 * while Temporal is unreachable. A notice that was sent but not settled is sent again: the receiver recognizes its id.
 */
import { inviteToLink, type NewLink } from '../accounts/invitations.ts'
import type { NoticeOutcome } from '../contracts/notice.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { Service } from '../service.ts'
import { findAccount } from '../store/accounts/accounts.ts'
import { recordAudit } from '../store/audit.ts'
import { NOTICE } from '../store/visitors/invitations.ts'
import { findNotice, type Notice, settleNotice } from '../store/notices.ts'
import { stillDue } from './still-due.ts'
import { noticeBody } from './notice-body.ts'
import { createWebhookClient } from './webhook-client.ts'

/** A notice that this attempt has delivered, logged or found no longer due. */
export interface NoticeSettlement {
  readonly noticeId: string
  readonly on24ClientId: string
  readonly kind: Notice['kind']
  readonly ends?: NonNullable<Notice['ends']>
  readonly reason: string
  readonly outcome: NoticeOutcome
}

export interface SendOptions extends CallOptions {
  /** Called once per notice. Log it: operators without a webhook receiver read notices in the log. */
  readonly onSettled: (settlement: NoticeSettlement) => void
}

/** Throws NoticeNotTaken and TroubleNotSettled; retry after both. */
export type SendNotice = (noticeId: string, options: SendOptions) => Promise<NoticeOutcome>

export type NoticeParts = Pick<Service, 'config' | 'store' | 'metrics' | 'now'>

export function createSendNotice(parts: NoticeParts): SendNotice {
  const { config, store, metrics, now } = parts
  const send = config.notify === null ? null : createWebhookClient(config.notify)

  async function attempt(notice: Notice, signal: AbortSignal): Promise<NoticeOutcome> {
    const account = await findAccount(store, notice.on24ClientId)
    if (account === undefined) return 'overtaken'
    const due = await stillDue(store, notice, account)
    if (due === null) return 'overtaken'
    if (send === null) return 'logged'
    const relink = notice.kind === 'needsRelink' ? await inviteToRelink(parts, notice) : null
    const sentAt = now()
    const { publicUrl } = config.http
    const body = noticeBody({ notice, account, due, relink, publicUrl, sentAt })
    await send({ id: notice.id, sentAt, body }, { signal })
    return 'delivered'
  }

  return async (noticeId, { signal, onSettled }) => {
    const notice = await findNotice(store, noticeId)
    if (notice === undefined) return 'overtaken'
    if (notice.outcome !== null) return notice.outcome
    const outcome = await attempt(notice, signal)
    if (await settleNotice(store, noticeId, outcome, now())) {
      metrics.onNotice(outcome)
      const { on24ClientId, kind, ends, reason } = notice
      onSettled({ noticeId, on24ClientId, kind, ...(ends !== null && { ends }), reason, outcome })
    }
    return outcome
  }
}

/** Every attempt creates a new invitation, which voids that of the previous attempt. */
function inviteToRelink(parts: NoticeParts, { on24ClientId }: Notice): Promise<NewLink> {
  return inviteToLink(parts, on24ClientId, NOTICE, (tx) =>
    recordAudit(tx, {
      on24ClientId,
      at: parts.now(),
      actor: 'service',
      action: 'invited',
      result: 'ok',
    }),
  )
}
