/**
 * Where an account's notices go beside the channels of all accounts. Addresses are personal data and Slack's URL is a
 * secret, so both are sealed.
 */
import { z } from 'zod'
import type { OwnNoticeChannel } from '../contracts/notice.ts'
import type { AccountCipher } from '../crypto/account-cipher.ts'
import type { AccountCiphers } from './credentials/account-ciphers.ts'
import type { Store } from './database.ts'

export interface NoticeRecipients {
  /** Null: none. */
  readonly emailTo: readonly string[] | null
  readonly slack: { readonly url: string; readonly since: Date } | null
}

export const NO_RECIPIENTS: NoticeRecipients = { emailTo: null, slack: null }

/** What is left out stays as it is; null removes it. */
export interface RecipientsChange {
  readonly notifyEmailTo?: readonly string[] | null
  readonly notifySlackUrl?: string | null
}

const Addresses = z.array(z.string())
const placeOf = (channel: OwnNoticeChannel) => `notice/${channel}`

export async function changeRecipients(
  tx: Store,
  { on24ClientId, cipher, at }: { on24ClientId: string; cipher: AccountCipher; at: Date },
  { notifyEmailTo, notifySlackUrl }: RecipientsChange,
): Promise<void> {
  const change = async (channel: OwnNoticeChannel, text: string | null | undefined) => {
    if (text === undefined) return
    await tx
      .deleteFrom('noticeRecipient')
      .where('on24ClientId', '=', on24ClientId)
      .where('channel', '=', channel)
      .execute()
    if (text === null) return
    const sealed = cipher.seal(placeOf(channel), text)
    await tx
      .insertInto('noticeRecipient')
      .values({ on24ClientId, channel, sealed, setAt: at })
      .execute()
  }
  await change('accountEmail', notifyEmailTo && JSON.stringify(notifyEmailTo))
  await change('accountSlack', notifySlackUrl)
}

/** Of one account. */
export async function recipientsOfAccount(
  store: Store,
  ciphers: Pick<AccountCiphers, 'ofWrapped'>,
  on24ClientId: string,
): Promise<NoticeRecipients> {
  const found = await recipientsOf(store, ciphers, [on24ClientId])
  return found.get(on24ClientId) ?? NO_RECIPIENTS
}

/** By ON24 client id, of those that have some. */
export async function recipientsOf(
  store: Store,
  ciphers: Pick<AccountCiphers, 'ofWrapped'>,
  on24ClientIds: readonly string[],
): Promise<ReadonlyMap<string, NoticeRecipients>> {
  const found = new Map<string, NoticeRecipients>()
  if (on24ClientIds.length === 0) return found
  const rows = await store
    .selectFrom('noticeRecipient')
    .innerJoin('account', 'account.on24ClientId', 'noticeRecipient.on24ClientId')
    .select(['account.on24ClientId', 'wrappedDataKey', 'channel', 'sealed', 'setAt'])
    .where('noticeRecipient.on24ClientId', 'in', on24ClientIds)
    .execute()
  for (const { on24ClientId, wrappedDataKey, channel, sealed, setAt } of rows) {
    const text = ciphers.ofWrapped(on24ClientId, wrappedDataKey).open(placeOf(channel), sealed)
    const others = found.get(on24ClientId) ?? NO_RECIPIENTS
    const own =
      channel === 'accountEmail'
        ? { emailTo: Addresses.parse(JSON.parse(text)) }
        : { slack: { url: text, since: setAt } }
    found.set(on24ClientId, { ...others, ...own })
  }
  return found
}
