/** Posts JSON to a receiver of notices, whose URL is a secret. */
import type { CallOptions } from '../contracts/vendor-call.ts'
import { createHttpCaller } from '../http/http-caller.ts'
import { TransportFailure } from '../http/transport-failure.ts'
import { noAnswer } from './not-taken.ts'

const TIMEOUTS = { connectMs: 10_000, responseMs: 20_000, idleMs: 5_000, totalMs: 30_000 }

export interface JsonReply {
  readonly status: number
  /** The beginning of the body: its first chunk. */
  readonly text: string
}

export type PostJson = (
  text: string,
  headers: Readonly<Record<string, string>>,
  options: CallOptions,
) => Promise<JsonReply>

/** Resolves with any status. Throws NoticeNotTaken without an answer, or the signal's reason. */
export function createPostJson(url: string, receiver: string): PostJson {
  const { origin, path } = splitUrl(url)
  const http = createHttpCaller({
    vendor: null,
    baseUrl: origin,
    timeouts: TIMEOUTS,
    maxBodyBytes: 0,
  })
  return async (body, headers, { signal }) => {
    try {
      const reply = await http.open({
        endpoint: 'notice',
        method: 'POST',
        path,
        headers: { 'Content-Type': 'application/json', ...headers },
        body,
        signal,
      })
      return { status: reply.status, text: await beginningOf(reply.body) }
    } catch (thrown) {
      if (!(thrown instanceof TransportFailure)) throw thrown
      throw noAnswer(receiver, thrown)
    }
  }
}

/** Closes the body, of whatever length, after its first chunk. */
async function beginningOf(body: AsyncGenerator<Buffer, void>): Promise<string> {
  try {
    const { value } = await body.next()
    await body.return()
    return value?.toString('utf8') ?? ''
  } catch {
    // The body was cut off or stalled: the status says enough.
    return ''
  }
}

/** The origin keeps a user name and password, which some receivers require. */
function splitUrl(text: string): { origin: string; path: string } {
  const url = new URL(text)
  url.hash = ''
  const path = url.pathname + url.search
  return { origin: url.href.slice(0, -path.length), path }
}
