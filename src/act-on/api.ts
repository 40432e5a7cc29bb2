/**
 * The one way to call Act-On's `/api/1`: pace, token, one repetition after a refused token, errors, and the
 * answer's shape. It never retries otherwise: that is the caller's business.
 */
import type FormData from 'form-data'
import type { z } from 'zod'
import type { CallOptions, Pace } from '../contracts/vendor-call.ts'
import type { HttpCaller, HttpReply, HttpRequest } from '../http/http-caller.ts'
import { parseJson } from '../http/json-text.ts'
import { TransportFailure } from '../http/transport-failure.ts'
import { apiRefusal } from './classify.ts'
import { ActOnAccessRefused, ActOnUnavailable, ActOnUnexpectedResponse } from './errors.ts'

export type AccessToken = (options: {
  readonly signal: AbortSignal
  /** The token that Act-On has just refused: never given again. */
  readonly refused?: string
}) => Promise<string>

interface ApiRequest extends Pick<HttpRequest, 'endpoint' | 'method' | 'path' | 'query'> {
  readonly json?: unknown
  /** Made anew for each attempt: the boundary between its parts belongs to one request. */
  readonly form?: () => FormData
  readonly timeouts?: NonNullable<HttpRequest['timeouts']>
}

export interface ActOnApi {
  /** Calls, and checks the answer against `schema`. */
  read<T>(request: ApiRequest, schema: z.ZodType<T>, options: CallOptions): Promise<T>
  /** Calls, and gives the answer as text. */
  readText(request: ApiRequest, options: CallOptions): Promise<string>
}

/** @param onPassed told of each call that Act-On did not refuse, by the name of its endpoint. */
export function createActOnApi(
  http: HttpCaller,
  token: AccessToken,
  pace: Pace<'api'>,
  onPassed?: (endpoint: string) => void,
): ActOnApi {
  async function attempt(request: ApiRequest, accessToken: string, signal: AbortSignal) {
    await pace.take('api', signal)
    const { json, form, ...call } = request
    const { headers, ...body } = bodyOf(json, form)
    const authorised = { ...headers, Authorization: `Bearer ${accessToken}` }
    const reply = await sendOrUnavailable(http, { ...call, ...body, headers: authorised, signal })
    const refusal = apiRefusal(reply, request.endpoint)
    if (refusal === null) onPassed?.(request.endpoint)
    return { body: reply.body, refusal }
  }

  /** Without a token the request itself was not sent, whatever became of the token call. */
  const tokenFor: AccessToken = async (options) => {
    try {
      return await token(options)
    } catch (error) {
      if (!(error instanceof ActOnUnavailable)) throw error
      throw new ActOnUnavailable(error.reason, false)
    }
  }

  async function readText(request: ApiRequest, { signal }: CallOptions) {
    const accessToken = await tokenFor({ signal })
    let answer = await attempt(request, accessToken, signal)
    if (answer.refusal instanceof ActOnAccessRefused) {
      const renewed = await tokenFor({ signal, refused: accessToken })
      answer = await attempt(request, renewed, signal)
    }
    if (answer.refusal) throw answer.refusal
    return answer.body
  }

  async function read<T>(request: ApiRequest, schema: z.ZodType<T>, options: CallOptions) {
    const json = parseJson(await readText(request, options))
    if (!json.ok) throw new ActOnUnavailable('not JSON', true)
    return parseAnswer(request.endpoint, schema, json.value)
  }

  return { read, readText }
}

/** Throws ActOnUnexpectedResponse, which names the places that are wrong but not what stands there. */
export function parseAnswer<T>(endpoint: string, schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path, code }) => `${path.join('.') || 'body'} ${code}`)
  throw new ActOnUnexpectedResponse(endpoint, places.slice(0, 3).join(', '))
}

export async function sendOrUnavailable(
  http: HttpCaller,
  request: HttpRequest,
): Promise<HttpReply<string>> {
  try {
    return await http.send(request)
  } catch (thrown) {
    if (!(thrown instanceof TransportFailure)) throw thrown
    throw new ActOnUnavailable(thrown.code, thrown.mayHaveArrived)
  }
}

function bodyOf(json: unknown, form: ApiRequest['form']): Pick<HttpRequest, 'body' | 'headers'> {
  if (form) {
    const made = form()
    return { body: made.getBuffer(), headers: made.getHeaders() }
  }
  if (json === undefined) return {}
  const headers = { 'Content-Type': 'application/json' }
  return { headers, body: Buffer.from(JSON.stringify(json)) }
}
