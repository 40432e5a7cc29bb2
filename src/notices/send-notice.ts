/**
 * Makes one attempt to deliver a notice to operators, on every channel that has not taken it yet: called by the notice's
 * workflow, or by start-notice-workflows.ts while Temporal is unreachable. A notice that was sent but not stored as
 * delivered is sent again under the same id.
 */
import { statusLinkOf } from '../accounts/status-link.ts'
import type { NoticeOutcome } from '../contracts/notice.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { Service } from '../service.ts'
import { findAccount } from '../store/accounts/accounts.ts'
import type { Account } from '../store/accounts/account.ts'
import { withLease } from '../store/leases/hold-lease.ts'
import { noticeLease } from '../store/leases/lease-names.ts'
import { channelsThatTook, recordDelivery } from '../store/notice-deliveries.ts'
import { retryWhileDatabaseIsDown } from '../store/retry-while-database-is-down.ts'
import { recipientsOfAccount } from '../store/notice-recipients.ts'
import { findNotice, type Notice, settleNotice } from '../store/notices.ts'
import { type Channel, createChannels, createOwnChannels } from './channels.ts'
import { type Message, messageText } from './message.ts'
import { noticeBody } from './notice-body.ts'
import { NoticeNotTaken } from './not-taken.ts'
import { inviteToRelink } from './relink-invitation.ts'
import { type DueNotice, stillDue, TroubleNotSettled } from './still-due.ts'

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
  /** Called once per notice. Log it: operators without any channel read notices in the log. */
  readonly onSettled: (settlement: NoticeSettlement) => void
  /** A channel has taken the notice, but not all of it. Log the sentence. */
  readonly onRemark: (remark: string) => void
}

/** Throws NoticeNotTaken and TroubleNotSettled; retry after both. */
export type SendNotice = (noticeId: string, options: SendOptions) => Promise<NoticeOutcome>

export type NoticeParts = Pick<Service, 'config' | 'store' | 'ciphers' | 'metrics' | 'now'>

export function createSendNotice(parts: NoticeParts): SendNotice {
  const { config, store, ciphers, metrics, now } = parts
  const common = createChannels(config.notify)

  async function attempt(notice: Notice, options: SendOptions): Promise<NoticeOutcome> {
    const account = await findAccount(store, notice.on24ClientId)
    if (account === undefined) return 'overtaken'
    const own = await recipientsOfAccount(store, ciphers, notice.on24ClientId)
    const channels = [...common, ...createOwnChannels(config.notify, own)]
    if (channels.length === 0) {
      return (await stillDue(store, notice, account, null)) === null ? 'overtaken' : 'logged'
    }
    const taken = await channelsThatTook(store, notice.id)
    const open = channels.filter(({ name }) => !taken.has(name))
    const results = await Promise.allSettled(
      open.map((channel) => deliverOn(parts, channel, { notice, account, options })),
    )
    throwFailure(results)
    return taken.size > 0 || results.some(isTrue) ? 'delivered' : 'overtaken'
  }

  async function send(noticeId: string, options: SendOptions): Promise<NoticeOutcome> {
    const notice = await findNotice(store, noticeId)
    if (notice === undefined) return 'overtaken'
    if (notice.outcome !== null) return notice.outcome
    const outcome = await attempt(notice, options)
    if (await settleNotice(store, noticeId, outcome, now())) {
      metrics.onNotice(outcome)
      const { on24ClientId, kind, ends, reason } = notice
      const ended = { ...(ends !== null && { ends }), reason, outcome }
      options.onSettled({ noticeId, on24ClientId, kind, ...ended })
    }
    return outcome
  }

  return (noticeId, options) =>
    withLease(store, { name: noticeLease(noticeId), signal: options.signal }, (signal) =>
      send(noticeId, { ...options, signal }),
    )
}

interface Delivery {
  readonly notice: Notice
  readonly account: Account
  readonly options: SendOptions
}

/** True once the channel has taken it, false if it is not due there. */
async function deliverOn(
  parts: NoticeParts,
  { name, deliver }: Channel,
  { notice, account, options }: Delivery,
): Promise<boolean> {
  const { store, metrics, now } = parts
  const due = await stillDue(store, notice, account, name)
  if (due === null) return false
  const report = (result: 'delivered' | 'failed') => {
    metrics.onNoticeAttempt(name, result)
  }
  try {
    const remark = await deliver(await messageOf(parts, notice, account, due), options)
    if (remark !== null) options.onRemark(remark)
  } catch (error) {
    report('failed')
    throw error
  }
  report('delivered')
  await retryWhileDatabaseIsDown(() => recordDelivery(store, notice.id, name, now()))
  return true
}

async function messageOf(
  parts: NoticeParts,
  notice: Notice,
  account: Account,
  due: DueNotice,
): Promise<Message> {
  const { config, now } = parts
  const sentAt = now()
  const isRelink = notice.kind === 'needsRelink'
  const page = isRelink ? await statusLinkOf(parts, account.on24ClientId) : null
  const customerPage = page?.url ?? null
  const statusUrl = `${config.http.publicUrl}/accounts/${account.on24ClientId}`
  return {
    id: notice.id,
    sentAt,
    text: messageText(notice, account, due, { statusUrl, customerPage }),
    answers: due.what === 'recovery' ? due.begunBy : null,
    async body() {
      const relink = isRelink ? await inviteToRelink(parts, account.on24ClientId) : null
      return noticeBody({ notice, account, due, relink, customerPage, statusUrl, sentAt })
    },
  }
}

/** One failure for all channels that did not take the notice. An unexpected error is thrown as it is. */
function throwFailure(results: readonly PromiseSettledResult<boolean>[]): void {
  const reasons = results
    .filter((result) => result.status === 'rejected')
    .map(({ reason }): unknown => reason)
  const notTaken = reasons.filter((reason) => reason instanceof NoticeNotTaken)
  const unexpected = reasons.filter(
    (reason) => !(reason instanceof NoticeNotTaken) && !(reason instanceof TroubleNotSettled),
  )
  if (unexpected.length > 0) throw unexpected[0]
  if (notTaken.length > 0) {
    throw new NoticeNotTaken(notTaken.map(({ message }) => message).join(' '))
  }
  if (reasons.length > 0) throw reasons[0]
}

function isTrue(result: PromiseSettledResult<boolean>): boolean {
  return result.status === 'fulfilled' && result.value
}
