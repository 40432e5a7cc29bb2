/**
 * Posts a notice to the operators' webhook receiver, signed as in Standard Webhooks
 * (https://github.com/standard-webhooks/standard-webhooks). Neither the receiver's URL nor the body may appear in an
 * error or a log: many receivers' URLs are secret, and the body may hold an invitation.
 */
import { Webhook } from 'standardwebhooks'
import type { Deliver } from './channels.ts'
import { NoticeNotTaken } from './not-taken.ts'
import { createPostJson } from './post-json.ts'

const RECEIVER = 'The receiver of notices (NOTIFY_WEBHOOK_URL)'

/** The receiver refuses messages whose `sentAt` is older than five minutes. */
export function createWebhookClient(receiver: { url: string; secret: string }): Deliver {
  const signer = signerOf(receiver.secret)
  const post = createPostJson(receiver.url, RECEIVER)

  return async ({ id, sentAt, body }, options) => {
    const text = JSON.stringify(await body())
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': signer.sign(id, sentAt, text),
    }
    const { status } = await post(text, headers, options)
    if (status >= 200 && status <= 299) return null
    throw new NoticeNotTaken(`${RECEIVER} answered ${String(status)}.`)
  }
}

/** A secret `whsec_<base64>` has the standard's own form; any other text is used as it is, in UTF-8. */
function signerOf(secret: string): Webhook {
  return secret.startsWith('whsec_')
    ? new Webhook(secret)
    : new Webhook(Buffer.from(secret), { format: 'raw' })
}
