/**
 * Every call to Act-On's `/api/1` goes through here: it waits for the pace, adds the token, repeats the call once
 * after a refused token, and checks the response. It does not retry otherwise: that is up to the caller.
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
  /** The token that Act-On has just refused: never returned again. */
  readonly refused?: string
}) => Promise<string>

interface ApiRequest extends Pick<HttpRequest, 'endpoint' | 'method' | 'path' | 'query'> {
  readonly json?: unknown
  /** Called for each attempt: the boundary between the parts of a form belongs to one request. */
  readonly form?: () => FormData
  readonly timeouts?: NonNullable<HttpRequest['timeouts']>
}

export interface ActOnApi {
  /** Sends the request and parses the response with `schema`. */
  read<T>(request: ApiRequest, schema: z.ZodType<T>, options: CallOptions): Promise<T>
  /** Sends the request and returns the response as text. */
  readText(request: ApiRequest, options: CallOptions): Promise<string>
}

/** @param onAccepted called with the endpoint's name after each call that Act-On did not refuse. */
export function createActOnApi(
  http: HttpCaller,
  token: AccessToken,
  pace: Pace<'api'>,
  onAccepted?: (endpoint: string) => void,
): ActOnApi {
  async function attempt(request: ApiRequest, accessToken: string, signal: AbortSignal) {
    await pace.take('api', signal)
    const { json, form, ...call } = request
    const { headers, ...body } = bodyOf(json, form)
    const authorised = { ...headers, Authorization: `Bearer ${accessToken}` }
    const reply = await sendOrUnavailable(http, { ...call, ...body, headers: authorised, signal })
    const refusal = apiRefusal(reply, request.endpoint)
    if (refusal === null) onAccepted?.(request.endpoint)
    return { body: reply.body, refusal }
  }

  /** Without a token the request itself was not sent, even if the token call may have taken effect. */
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

/** Throws ActOnUnexpectedResponse, which names the wrong paths but not their values. */
export function parseAnswer<T>(endpoint: string, schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(
    ({ path, code }) => `${path.join('.') || 'body'} ${code}`,
  )
  throw new ActOnUnexpectedResponse(endpoint, problems.slice(0, 3).join(', '))
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
