/** Sends a test notice on every configured channel at once, and says what went wrong with each. */
import { randomUUID } from 'node:crypto'
import type { NoticeTest } from '../api/notice-test.ts'
import type { Service } from '../service.ts'
import type { Account } from '../store/accounts/account.ts'
import { recipientsOfAccount } from '../store/notice-recipients.ts'
import { type Channel, createChannels, createOwnChannels } from './channels.ts'
import type { Message } from './message.ts'
import { NoticeNotTaken } from './not-taken.ts'

type Parts = Pick<Service, 'config' | 'store' | 'ciphers' | 'now'>
type TestedAccount = Pick<Account, 'on24ClientId' | 'name'> | null

/**
 * Empty if no channel is configured.
 * @param account its own channels are tested, too; null: only those of all accounts.
 */
export async function testChannels(
  parts: Parts,
  account: TestedAccount,
  signal: AbortSignal,
): Promise<NoticeTest[]> {
  const { notify } = parts.config
  const channels = [...createChannels(notify), ...(await ownChannels(parts, account))]
  const message = testMessage(parts, account)
  return Promise.all(channels.map((channel) => testChannel(channel, message, signal)))
}

async function ownChannels(
  { config, store, ciphers }: Parts,
  account: TestedAccount,
): Promise<readonly Channel[]> {
  if (account === null) return []
  const own = await recipientsOfAccount(store, ciphers, account.on24ClientId)
  return createOwnChannels(config.notify, own)
}

async function testChannel(
  { name: channel, deliver }: Channel,
  message: Message,
  signal: AbortSignal,
): Promise<NoticeTest> {
  const problem = await deliver(message, { signal }).catch((error: unknown) => {
    if (!(error instanceof NoticeNotTaken)) throw error
    return error.message
  })
  return { channel, ok: problem === null, problem }
}

function testMessage(
  { config, now }: Pick<Service, 'config' | 'now'>,
  account: TestedAccount,
): Message {
  const sentAt = now()
  const { publicUrl } = config.http
  const happened = 'An operator is testing the notices. Nothing is wrong.'
  const link =
    account === null
      ? { label: 'Open the list of accounts', url: `${publicUrl}/` }
      : {
          label: 'Open the account’s page',
          url: `${publicUrl}/accounts/${account.on24ClientId}`,
        }
  const facts = [
    ['Sent by', publicUrl],
    ...(account === null
      ? []
      : [['Account', `${account.name} (ON24 client ${account.on24ClientId})`] as const]),
  ] as const
  return {
    id: randomUUID(),
    sentAt,
    text: {
      subject: 'Test notice',
      headline: 'Test notice',
      happened,
      facts,
      nextStep: 'No action is needed.',
      link,
    },
    answers: null,
    body: () =>
      Promise.resolve({
        type: 'test',
        timestamp: sentAt.toISOString(),
        data: { reason: happened, statusUrl: link.url },
      }),
  }
}
