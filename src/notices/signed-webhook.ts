/**
 * Sends a notice to the operators' receiver, signed as Standard Webhooks lays down
 * (https://github.com/standard-webhooks/standard-webhooks). Neither the receiver's address nor what is sent
 * appears in an error or a log: the one is a secret with many receivers, the other holds an invitation.
 */
import { Webhook } from 'standardwebhooks'
import type { CallOptions } from '../contracts/vendor-call.ts'
import { createHttpCaller } from '../http/http-caller.ts'
import { TransportFailure } from '../http/transport-failure.ts'

const TIMEOUTS = { connectMs: 10_000, responseMs: 20_000, idleMs: 5_000, totalMs: 30_000 }

/** The receiver must act, or come back: trying again helps then. */
export class NoticeNotTaken extends Error {
  override readonly name = 'NoticeNotTaken'

  constructor(what: string) {
    super(`The receiver of notices (NOTIFY_WEBHOOK_URL) ${what}.`)
  }
}

export interface SignedMessage {
  /** The same for every attempt, so that a receiver can drop what it has had already. */
  readonly id: string
  /** Of this attempt. Receivers refuse what is older than five minutes. */
  readonly sentAt: Date
  readonly body: object
}

/** Resolves when the receiver answered 2xx; throws NoticeNotTaken otherwise, or the signal's reason. */
export type SendSigned = (message: SignedMessage, options: CallOptions) => Promise<void>

export function createSignedWebhook(receiver: { url: string; secret: string }): SendSigned {
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
      await letGo(body)
      return status
    } catch (thrown) {
      if (!(thrown instanceof TransportFailure)) throw thrown
      throw new NoticeNotTaken(`did not answer (${thrown.code})`)
    }
  }
}

/** The status has said it all, so that what becomes of the body, of whatever length, does not matter. */
async function letGo(body: AsyncGenerator<Buffer, void>): Promise<void> {
  try {
    await body.next()
    await body.return()
  } catch {
    // Cut off or stalled.
  }
}

/** `whsec_` and base64 is the standard's own form; any other text is taken as it is, in UTF-8. */
function signerOf(secret: string): Webhook {
  return secret.startsWith('whsec_')
    ? new Webhook(secret)
    : new Webhook(Buffer.from(secret), { format: 'raw' })
}

/** What stands before the path keeps a user name and password, which some receivers want there. */
function splitUrl(text: string): { origin: string; path: string } {
  const url = new URL(text)
  url.hash = ''
  const path = url.pathname + url.search
  return { origin: url.href.slice(0, -path.length), path }
}
