/**
 * Every request to ON24 goes through here: it waits for the pace, sends the credentials, and turns everything but a
 * 200 response into an On24Error. It does not retry: the caller knows better when to try again.
 */
import type { z } from 'zod'
import type { CallOptions, On24CallKind, QuotaPace } from '../contracts/vendor-call.ts'
import type { HttpTimeouts } from '../http/call-watch.ts'
import type { HttpCaller, HttpReply, HttpRequest } from '../http/http-caller.ts'
import { parseJson } from '../http/json-text.ts'
import { retryAfterMs } from '../http/retry-after.ts'
import { TransportFailure } from '../http/transport-failure.ts'
import { classify } from './classify.ts'
import { On24QuotaReached, On24Unavailable, On24UnexpectedResponse } from './errors.ts'
import type { On24Error } from './errors.ts'

/** What every request for one account needs. */
export interface On24Session {
  readonly on24ClientId: string
  readonly credentials: On24Credentials
  readonly http: HttpCaller
  readonly pace: QuotaPace<On24CallKind>
  readonly now: () => Date
}

export interface On24Credentials {
  readonly accessTokenKey: string
  readonly accessTokenSecret: string
}

export interface On24Request {
  readonly endpoint: string
  readonly paceKind: On24CallKind
  /** Below `/client/{clientId}`; empty for the client itself. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly timeouts?: Partial<Omit<HttpTimeouts, 'connectMs'>>
}

/** @returns the whole response body, parsed. */
export async function requestJson<Schema extends z.ZodType>(
  session: On24Session,
  request: On24Request,
  schema: Schema,
  { signal }: CallOptions,
): Promise<z.infer<Schema>> {
  const { endpoint } = request
  await session.pace.take(request.paceKind, signal)
  const reply = await session.http
    .send(toHttpRequest(session, request, signal))
    .catch((thrown: unknown) => {
      throw asUnavailable(endpoint, thrown)
    })
  if (reply.status !== 200) throw await toError(session, endpoint, reply)
  const json = parseJson(reply.body)
  if (!json.ok) throw new On24Unavailable(endpoint, 'NOT_JSON')
  return parseRow(endpoint, schema, json.value)
}

/** @returns the bytes of a 200 response as they arrive. */
export async function* requestBytes(
  session: On24Session,
  request: On24Request,
  { signal }: CallOptions,
): AsyncGenerator<Buffer, void> {
  const { endpoint } = request
  await session.pace.take(request.paceKind, signal)
  try {
    const reply = await session.http.open(toHttpRequest(session, request, signal))
    if (reply.status === 200) yield* reply.body
    else throw await toError(session, endpoint, { ...reply, body: await firstText(reply.body) })
  } catch (thrown) {
    throw asUnavailable(endpoint, thrown)
  }
}

/** @throws On24UnexpectedResponse, which names the wrong keys but never their values. */
function parseRow<Schema extends z.ZodType>(
  endpoint: string,
  schema: Schema,
  value: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const paths = parsed.error.issues.slice(0, 3).map(({ path }) => path.join('.') || 'the whole')
  throw new On24UnexpectedResponse(endpoint, `unreadable ${paths.join(', ')}`)
}

function toHttpRequest(
  { on24ClientId, credentials }: On24Session,
  { endpoint, path, query = {}, timeouts = {} }: On24Request,
  signal: AbortSignal,
): HttpRequest {
  return {
    endpoint,
    method: 'GET',
    path: `/client/${encodeURIComponent(on24ClientId)}${path}`,
    query,
    headers: {
      accept: 'application/json',
      accesstokenkey: credentials.accessTokenKey,
      accesstokensecret: credentials.accessTokenSecret,
    },
    signal,
    timeouts,
  }
}

async function toError(
  session: On24Session,
  endpoint: string,
  reply: HttpReply<string>,
): Promise<On24Error> {
  const error = classify({
    endpoint,
    status: reply.status,
    body: reply.body,
    retryAfterMs: retryAfterMs(reply.headers['retry-after'], session.now()),
  })
  if (!(error instanceof On24QuotaReached)) return error
  return error.withRetryAfter(await session.pace.quotaReached(error.retryAfterMs))
}

/** Leaves the caller's cancellation, and errors that are On24Errors already, unchanged. */
function asUnavailable(endpoint: string, thrown: unknown): unknown {
  return thrown instanceof TransportFailure ? new On24Unavailable(endpoint, thrown.code) : thrown
}

async function firstText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let byteCount = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    byteCount += chunk.byteLength
    if (byteCount > 64_000) break
  }
  return Buffer.concat(chunks).toString('utf8')
}
