/**
 * The only HTTP client of the service. Every status is a response, never an error; a call without a complete response
 * throws TransportFailure, and a cancelled one throws the reason of the caller's signal. An invalid request throws
 * before anything is sent. No error holds an AxiosError, header, URL or body. No retries, no redirects, no proxy from
 * the environment.
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
  /** Null: not a vendor, so `onCall` is not called. */
  readonly vendor: VendorCall['vendor'] | null
  /** Origin and leading path, without a trailing slash. */
  readonly baseUrl: string
  readonly timeouts: HttpTimeouts
  /** The most bytes of a body that `send` reads into memory, after decompression. */
  readonly maxBodyBytes: number
  readonly onCall?: OnVendorCall | undefined
}

export interface HttpRequest {
  /** The name of the endpoint in metrics. */
  readonly endpoint: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Begins with a slash; its segments are already percent-encoded. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** Never a stream: axios does not end a request whose stream has a known length, so its connection stays open. */
  readonly body?: string | URLSearchParams | Buffer
  readonly signal: AbortSignal
  /** Overrides single timeouts of the HttpCaller for this call; `connectMs` cannot be overridden. */
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
  /** Returns a body of any size as it arrives. It must be iterated, because it holds the connection. */
  open(request: HttpRequest): Promise<HttpReply<AsyncGenerator<Buffer, void>>>
}

export function createHttpCaller(options: HttpCallerOptions): HttpCaller {
  const http = createAxios(options)

  async function open(request: HttpRequest) {
    const timeouts = { ...options.timeouts, ...request.timeouts }
    const url = urlOf(options.baseUrl, request)
    const headers = validHeaders(request.headers)
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
      // The deadline may pass before the first read, and an unhandled 'error' event ends the process.
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
      // Our own mistake is no call: nothing left the process.
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

/** An AxiosError holds the whole request; its cause does not. */
function withoutRequest(thrown: unknown): unknown {
  if (!axios.isAxiosError(thrown)) return thrown
  return (
    thrown.cause ??
    Object.assign(new Error('The request could not be made.'), { code: thrown.code })
  )
}

/** Throws a TypeError that names the invalid header, never its value. */
function validHeaders(headers: HttpRequest['headers'] = {}): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value)
  return { ...headers }
}

/** Not URLSearchParams: it encodes a space as `+`, which not every server decodes to a space. */
function urlOf(baseUrl: string, { path, query = {} }: HttpRequest): string {
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
