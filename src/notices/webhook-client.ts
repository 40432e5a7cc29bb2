/**
 * Posts a notice to the operators' webhook receiver, signed as in Standard Webhooks
 * (https://github.com/standard-webhooks/standard-webhooks). Neither the receiver's URL nor the body may appear in an
 * error or a log: many receivers' URLs are secret, and the body may hold an invitation.
 */
import { Webhook } from 'standardwebhooks'
import type { CallOptions } from '../contracts/vendor-call.ts'
import { createHttpCaller } from '../http/http-caller.ts'
import { TransportFailure } from '../http/transport-failure.ts'

const TIMEOUTS = { connectMs: 10_000, responseMs: 20_000, idleMs: 5_000, totalMs: 30_000 }

/** The receiver refused the notice or did not answer. Retrying helps once it is fixed or reachable again. */
export class NoticeNotTaken extends Error {
  override readonly name = 'NoticeNotTaken'

  constructor(what: string) {
    super(`The receiver of notices (NOTIFY_WEBHOOK_URL) ${what}.`)
  }
}

export interface WebhookMessage {
  /** The same for every attempt, so that the receiver can drop duplicates. */
  readonly id: string
  /** The time of this attempt. Receivers refuse messages older than five minutes. */
  readonly sentAt: Date
  readonly body: object
}

/** Resolves if the receiver answers 2xx. Otherwise throws NoticeNotTaken, or the signal's reason. */
export type PostNotice = (message: WebhookMessage, options: CallOptions) => Promise<void>

export function createWebhookClient(receiver: { url: string; secret: string }): PostNotice {
  const { origin, path } = splitUrl(receiver.url)
  const signer = signerOf(receiver.secret)
  const http = createHttpCaller({
    vendor: null,
    baseUrl: origin,
    timeouts: TIMEOUTS,
    maxBodyBytes: 0,
  })

  return async ({ id, sentAt, body }, { signal }) => {
    const text = JSON.stringify(body)
    const status = await statusOf({
      endpoint: 'notice',
      method: 'POST',
      path,
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': signer.sign(id, sentAt, text),
      },
      body: text,
      signal,
    })
    if (status < 200 || status > 299) throw new NoticeNotTaken(`answered ${String(status)}`)
  }

  async function statusOf(request: Parameters<typeof http.open>[0]): Promise<number> {
    try {
      const { status, body } = await http.open(request)
      await discard(body)
      return status
    } catch (thrown) {
      if (!(thrown instanceof TransportFailure)) throw thrown
      throw new NoticeNotTaken(`did not answer (${thrown.code})`)
    }
  }
}

/** Closes the body, of whatever length, after its first chunk: only the status matters. */
async function discard(body: AsyncGenerator<Buffer, void>): Promise<void> {
  try {
    await body.next()
    await body.return()
  } catch {
    // The body was cut off or stalled.
  }
}

/** A secret `whsec_<base64>` has the standard's own form; any other text is used as it is, in UTF-8. */
function signerOf(secret: string): Webhook {
  return secret.startsWith('whsec_')
    ? new Webhook(secret)
    : new Webhook(Buffer.from(secret), { format: 'raw' })
}

/** The origin keeps a user name and password, which some receivers require. */
function splitUrl(text: string): { origin: string; path: string } {
  const url = new URL(text)
  url.hash = ''
  const path = url.pathname + url.search
  return { origin: url.href.slice(0, -path.length), path }
}
