/**
 * The one place that speaks HTTP. Every status is an answer, never an error; a call without a whole answer
 * throws TransportFailure, and a cancelled one throws the reason of the caller's signal. A request that cannot be
 * made throws what is wrong with it, before anything is sent. No AxiosError, header, address or body leaves in an
 * error. No retries, no redirects, no proxy from the environment.
 */
import { validateHeaderValue } from 'node:http'
import type { Readable } from 'node:stream'
import axios from 'axios'
import type { AxiosInstance, AxiosResponse } from 'axios'
import type { OnVendorCall, VendorCall } from '../contracts/vendor-call.ts'
import { sharedAgents } from './agents.ts'
import { watchCall } from './call-watch.ts'
import type { HttpTimeouts } from './call-watch.ts'
import { readBody, readText } from './response-body.ts'
import { asTransportFailure, resultOf, TransportFailure } from './transport-failure.ts'

export interface HttpCallerOptions {
  /** Null: its calls are nobody's business, and `onCall` hears of none. */
  readonly vendor: VendorCall['vendor'] | null
  /** Origin and leading path, without a slash at the end. */
  readonly baseUrl: string
  readonly timeouts: HttpTimeouts
  /** Most bytes of a body that is read into memory, after decompression. */
  readonly maxBodyBytes: number
  readonly onCall?: OnVendorCall | undefined
}

export interface HttpRequest {
  /** The endpoint's name for metrics. */
  readonly endpoint: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Begins with a slash; its segments are percent-encoded already. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** Never a stream: axios does not end a request whose stream knows its length, and its connection stays open. */
  readonly body?: string | URLSearchParams | Buffer
  readonly signal: AbortSignal
  /** Replaces single timeouts of the caller for this call; `connectMs` belongs to the caller. */
  readonly timeouts?: Partial<Omit<HttpTimeouts, 'connectMs'>>
}

export interface HttpReply<Body> {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}

export interface HttpCaller {
  /** Reads the whole body as UTF-8 text. */
  send(request: HttpRequest): Promise<HttpReply<string>>
  /** Gives the body as it arrives, of any size. Must be iterated: it holds the connection. */
  open(request: HttpRequest): Promise<HttpReply<AsyncGenerator<Buffer, void>>>
}

export function createHttpCaller(options: HttpCallerOptions): HttpCaller {
  const http = createAxios(options)

  async function open(request: HttpRequest) {
    const timeouts = { ...options.timeouts, ...request.timeouts }
    const url = addressOf(options.baseUrl, request)
    const headers = checked(request.headers)
    const report = startReport(options, request.endpoint)
    request.signal.throwIfAborted()
    const watch = watchCall(request.signal, timeouts.totalMs)
    watch.wait('RESPONSE_TIMEOUT', timeouts.responseMs)
    try {
      const response = await http.request<Readable>({
        method: request.method,
        url,
        headers,
        data: request.body,
        signal: watch.signal,
      })
      watch.done()
      // The deadline may pass before the first read, and an unheard 'error' event ends the process.
      response.data.on('error', () => undefined)
      const { status } = response
      const body = readBody(response.data, watch, timeouts.idleMs, (result) => {
        report(result ?? status)
      })
      return { status, headers: headersOf(response), body }
    } catch (thrown) {
      watch.close()
      const ended = watch.reason()
      const reason = ended === null ? asTransportFailure(withoutRequest(thrown)) : ended.cause
      // A mistake of our own is no call: nothing of it left the process.
      if (ended !== null || reason instanceof TransportFailure) report(resultOf(reason))
      throw reason
    }
  }

  async function send(request: HttpRequest) {
    const { body, ...reply } = await open(request)
    return { ...reply, body: await readText(body, options.maxBodyBytes) }
  }

  return { send, open }
}

function createAxios({ timeouts }: HttpCallerOptions): AxiosInstance {
  return axios.create({
    ...sharedAgents(timeouts.connectMs),
    headers: { 'User-Agent': 'on24-act-on' },
    responseType: 'stream',
    maxRedirects: 0,
    maxBodyLength: Infinity,
    proxy: false,
    validateStatus: () => true,
  })
}

/** An AxiosError holds the whole request; what it was made of does not. */
function withoutRequest(thrown: unknown): unknown {
  if (!axios.isAxiosError(thrown)) return thrown
  return (
    thrown.cause ??
    Object.assign(new Error('The request could not be made.'), { code: thrown.code })
  )
}

/** Throws a TypeError that names the header, never its value. */
function checked(headers: HttpRequest['headers'] = {}): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value)
  return { ...headers }
}

/** Not URLSearchParams: it writes a space as `+`, which not every server reads back as a space. */
function addressOf(baseUrl: string, { path, query = {} }: HttpRequest): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  )
  return baseUrl + path + (pairs.length > 0 ? `?${pairs.join('&')}` : '')
}

function headersOf(response: AxiosResponse): Record<string, string> {
  const pairs = Object.entries(response.headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    String(value),
  ])
  return Object.fromEntries(pairs)
}

function startReport({ vendor, onCall }: HttpCallerOptions, endpoint: string) {
  const startedAt = performance.now()
  return (result: number | string) => {
    if (vendor === null) return
    onCall?.({ vendor, endpoint, result, durationMs: Math.round(performance.now() - startedAt) })
  }
}
