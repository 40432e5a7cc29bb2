/** Where notices go. Each channel lays out the same message in its own way; to add one, add it here. */
import type { Config } from '../config/config.ts'
import type { NoticeChannel } from '../contracts/notice.ts'
import type { NoticeRecipients } from '../store/notice-recipients.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import { createMailClient } from './mail-client.ts'
import type { Message } from './message.ts'
import { NoticeNotTaken } from './not-taken.ts'
import { createSlackClient } from './slack-client.ts'
import { createWebhookClient } from './webhook-client.ts'

/**
 * Resolves once the channel has taken the message: with null, or with a sentence about what it did not take of it. Throws
 * NoticeNotTaken, or the signal's reason.
 */
export type Deliver = (message: Message, options: CallOptions) => Promise<string | null>

export interface Channel {
  readonly name: NoticeChannel
  readonly deliver: Deliver
}

/** The configured ones, which get the notices of all accounts. */
export function createChannels({ webhook, slackUrl, email }: Config['notify']): readonly Channel[] {
  return [
    ...(webhook === null
      ? []
      : [{ name: 'webhook', deliver: createWebhookClient(webhook) } as const]),
    ...(slackUrl === null
      ? []
      : [
          {
            name: 'slack',
            deliver: createSlackClient(slackUrl, 'Slack (NOTIFY_SLACK_URL)'),
          } as const,
        ]),
    ...(email === null
      ? []
      : [{ name: 'email', deliver: createMailClient(email, 'in NOTIFY_EMAIL_TO') } as const]),
  ]
}

/** Those of one account. Who gets the notices of all accounts at the same place gets none twice. */
export function createOwnChannels(
  { slackUrl, email }: Config['notify'],
  { emailTo, slack }: NoticeRecipients,
): readonly Channel[] {
  const common = new Set(email?.to.map((address) => address.toLowerCase()))
  const to = (emailTo ?? []).filter((address) => !common.has(address.toLowerCase()))
  return [
    ...(slack === null || slack.url === slackUrl
      ? []
      : [{ name: 'accountSlack', deliver: createSlackClient(slack.url, OWN_SLACK) } as const]),
    ...(to.length === 0
      ? []
      : [{ name: 'accountEmail', deliver: ownMailClient(email, to) } as const]),
  ]
}

const OWN_SLACK = 'The account’s own Slack webhook'
const NO_MAIL_SERVER =
  'The account’s own addresses get nothing: no mail server is set (NOTIFY_SMTP_URL, NOTIFY_EMAIL_TO and NOTIFY_EMAIL_FROM).'

function ownMailClient(email: Config['notify']['email'], to: readonly string[]): Deliver {
  if (email === null) return () => Promise.reject(new NoticeNotTaken(NO_MAIL_SERVER))
  return createMailClient({ ...email, to }, 'of the account')
}
