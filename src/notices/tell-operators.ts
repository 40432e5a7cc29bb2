/**
 * One attempt to tell operators a notice. The workflow of the notice makes it, and the dispatcher where Temporal
 * is away. One that was sent but not settled is sent again: the receiver knows it by its id.
 */
import { inviteToLink, type NewLink } from '../accounts/invitations.ts'
import type { NoticeOutcome } from '../contracts/notice.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { Service } from '../service.ts'
import { findAccount } from '../store/accounts/accounts.ts'
import { recordAudit } from '../store/audit.ts'
import { NOTICE } from '../store/visitors/invitations.ts'
import { findNotice, type Notice, settleNotice } from '../store/notices.ts'
import { leftToTell } from './left-to-tell.ts'
import { noticeMessage } from './messages.ts'
import { createSignedWebhook } from './signed-webhook.ts'

/** Told, or found to need no telling, by this attempt. */
export interface Told {
  readonly noticeId: string
  readonly on24ClientId: string
  readonly kind: Notice['kind']
  readonly ends?: NonNullable<Notice['ends']>
  readonly reason: string
  readonly outcome: NoticeOutcome
}

export interface TellOptions extends CallOptions {
  /** What became of the notice, once: for the log, where operators without a receiver find it. */
  readonly onTold: (told: Told) => void
}

/** Throws NoticeNotTaken and TroubleNotSettled, after which it is to be tried again. */
export type TellOperators = (noticeId: string, options: TellOptions) => Promise<NoticeOutcome>

export type TellingParts = Pick<Service, 'config' | 'store' | 'metrics' | 'now'>

export function createTellOperators(parts: TellingParts): TellOperators {
  const { config, store, metrics, now } = parts
  const send = config.notify === null ? null : createSignedWebhook(config.notify)

  async function tell(notice: Notice, signal: AbortSignal): Promise<NoticeOutcome> {
    const account = await findAccount(store, notice.on24ClientId)
    if (account === undefined) return 'overtaken'
    const left = await leftToTell(store, notice, account)
    if (left === null) return 'overtaken'
    if (send === null) return 'logged'
    const relink = notice.kind === 'needsRelink' ? await inviteToRelink(parts, notice) : null
    const sentAt = now()
    const { publicUrl } = config.http
    const body = noticeMessage({ notice, account, left, relink, publicUrl, sentAt })
    await send({ id: notice.id, sentAt, body }, { signal })
    return 'delivered'
  }

  return async (noticeId, { signal, onTold }) => {
    const notice = await findNotice(store, noticeId)
    if (notice === undefined) return 'overtaken'
    if (notice.outcome !== null) return notice.outcome
    const outcome = await tell(notice, signal)
    if (await settleNotice(store, noticeId, outcome, now())) {
      metrics.onNotice(outcome)
      const { on24ClientId, kind, ends, reason } = notice
      onTold({ noticeId, on24ClientId, kind, ...(ends !== null && { ends }), reason, outcome })
    }
    return outcome
  }
}

/** Each attempt has an invitation of its own, which voids that of the attempt before. */
function inviteToRelink(parts: TellingParts, { on24ClientId }: Notice): Promise<NewLink> {
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
