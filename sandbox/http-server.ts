/**
 * The HTTP server of both stand-ins: finds the endpoint of each call, carries out planned faults, records the call and
 * writes the response. It knows nothing about either vendor.
 */
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import express from 'express'
import type { Express, Request, Response } from 'express'
import type { CallLedger } from './call-ledger.ts'
import type { SandboxClock } from './clock.ts'
import type { FaultEffect, FaultPlan, Vendor } from './faults.ts'
import { ownMachineOnly } from './own-machine-only.ts'
import { createRandom } from './random.ts'
import { drawMs, type Span } from './span.ts'

export interface Answer {
  readonly status: number
  /** Default `application/json`. */
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Chunks are streamed without a Content-Length, as the vendors do. */
  readonly body: string | Buffer | Iterable<string>
}

export interface Endpoint {
  /** Name in the ledger and in faults. */
  readonly name: string
  readonly method: keyof typeof ROUTERS
  /** An Express path. */
  readonly path: string
  /** Carries out the call and returns the response. Limits are checked before `spendTime`, everything else after it. */
  handle(request: Request, spendTime: SpendTime): Answer | Promise<Answer>
}

/** Resolves when the call has taken the vendor's time; never if the server closes meanwhile. */
export type SpendTime = () => Promise<void>

export interface VendorServerOptions {
  readonly vendor: Vendor
  readonly endpoints: readonly Endpoint[]
  /** The account of a call, for faults and the ledger; called after the middleware of `prepare`. */
  accountOf(request: Request): string | null
  /** The response to a path that is no endpoint; recorded as endpoint `unknown`. */
  notFound(request: Request): Answer
  /** How long a call takes; asked at each one. Default 0. */
  callMs?(): Span
  /** Adds body parsers, or pages that are no vendor endpoints and therefore not in the ledger. */
  prepare?(app: Express): void
  readonly clock: SandboxClock
  readonly faults: FaultPlan
  readonly ledger: CallLedger
  /** Default 0: any free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
}

export interface VendorServer {
  /** Origin without a path. */
  readonly url: string
  /** Destroys every connection, including stalled ones. */
  close(): Promise<void>
}

const ROUTERS = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
} as const

/** The longest delay of a Node.js timer; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1

export async function startVendorServer(options: VendorServerOptions): Promise<VendorServer> {
  const closing = new AbortController()
  const spendTime = timeSpender(options, closing.signal)
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(ownMachineOnly())
  options.prepare?.(app)
  for (const endpoint of options.endpoints) {
    app[ROUTERS[endpoint.method]](endpoint.path, (request, response) =>
      serve(options, endpoint, request, response, { closing: closing.signal, spendTime }),
    )
  }
  const unknown = { name: 'unknown', handle: (request: Request) => options.notFound(request) }
  app.use((request, response) =>
    serve(options, unknown, request, response, { closing: closing.signal, spendTime }),
  )

  const server = app.listen(options.port ?? 0, options.host ?? '127.0.0.1')
  // Closing an idle connection just when a client reuses it would be an unplanned fault.
  server.keepAliveTimeout = 0
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Not a TCP server.')
  return {
    url: `http://${address.address}:${address.port}`,
    close: async () => {
      closing.abort()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

interface ServerTime {
  readonly closing: AbortSignal
  readonly spendTime: SpendTime
}

function timeSpender({ vendor, callMs }: VendorServerOptions, closing: AbortSignal): SpendTime {
  const random = createRandom(`calls:${vendor}`)
  return async () => {
    if (await waited(drawMs(callMs?.() ?? 0, random), closing)) return
    await new Promise<never>(() => undefined)
  }
}

async function serve(
  options: VendorServerOptions,
  endpoint: Pick<Endpoint, 'name' | 'handle'>,
  request: Request,
  response: Response,
  { closing, spendTime }: ServerTime,
): Promise<void> {
  const { vendor, clock, ledger, faults } = options
  const arrived = { at: clock.now(), monotonicMs: performance.now() }
  const call = {
    vendor,
    endpoint: endpoint.name,
    account: options.accountOf(request),
    path: request.path,
  }
  const record = (status: number) =>
    ledger.record({
      ...arrived,
      ...call,
      method: request.method,
      path: request.path,
      queryKeys: Object.keys(request.query),
      status,
    })

  const effect = faults.take(call) ?? {}
  if (!(await waited(effect.delayMs ?? 0, closing))) return
  const answer = await answerOf(endpoint, request, effect, spendTime)
  await effect.beforeAnswer?.()
  if (answer === null) {
    record(0)
    response.destroy()
    return
  }
  // Recorded before the first byte, so that a caller with the response also finds the call.
  record(answer.status)
  await write(response, answer, effect.cut === 'midBody')
}

/** False if the server closes during the wait. */
async function waited(ms: number, closing: AbortSignal): Promise<boolean> {
  if (ms === 0) return true
  const wait = delay(Math.min(ms, LONGEST_DELAY_MS), true, { signal: closing })
  return wait.catch(() => false)
}

/** Null: the connection is cut without a response. */
async function answerOf(
  endpoint: Pick<Endpoint, 'handle'>,
  request: Request,
  effect: FaultEffect,
  spendTime: SpendTime,
): Promise<Answer | null> {
  if (effect.cut === 'before') return null
  const instead = effect.answer
  if (instead !== undefined && instead.afterEffect !== true) return { body: '', ...instead }
  const answer = await endpoint.handle(request, spendTime)
  if (effect.cut === 'after') return null
  if (instead !== undefined) return { body: '', ...instead }
  return effect.rewrite ? { ...answer, body: effect.rewrite(textOf(answer)) } : answer
}

function textOf({ body }: Answer): string {
  if (typeof body === 'string') return body
  return Buffer.isBuffer(body) ? body.toString() : [...body].join('')
}

async function write(response: Response, answer: Answer, cutMidBody: boolean): Promise<void> {
  response.status(answer.status)
  response.setHeader('content-type', answer.contentType ?? 'application/json')
  response.setHeaders(new Map(Object.entries(answer.headers ?? {})))
  if (cutMidBody) {
    const body = textOf(answer)
    response.write(body.slice(0, Math.ceil(body.length / 2)), () => response.destroy())
  } else if (typeof answer.body === 'string' || Buffer.isBuffer(answer.body)) {
    response.end(answer.body)
  } else {
    // A caller that disconnects during the response is no error of the stand-in.
    await pipeline(Readable.from(answer.body), response).catch(() => response.destroy())
  }
}
