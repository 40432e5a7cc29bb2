/** An HTTP server with answers from the test, and an ON24 client of it. It knows none of ON24's rules. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'
import type { VendorCall } from '../../../src/contracts/vendor-call.ts'
import { portOf } from '../servers/port-of.ts'
import { createOn24Client } from '../../../src/on24/client.ts'
import { type ListingClient, listingClient } from './listing-client.ts'

export const NOW = new Date('2026-03-10T12:00:00Z')

/** The wait that the stub's pace reports for an answer without a Retry-After header, in milliseconds. */
export const QUOTA_WAIT_MS = 60_000

export const CANARY = 'zq7canary'

export const call = { signal: new AbortController().signal }

interface Stub {
  readonly client: ListingClient
  readonly requests: { readonly url: URL; readonly headers: IncomingMessage['headers'] }[]
  readonly calls: VendorCall[]
  readonly paced: string[]
}

type Answer = (url: URL, response: ServerResponse) => unknown

/** `answer` may return a value that is sent as JSON, or write the response itself and return undefined. */
export async function startOn24Stub(answer: Answer): Promise<Stub> {
  const requests: Stub['requests'] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://stub')
    requests.push({ url, headers: request.headers })
    const value = answer(url, response)
    if (value !== undefined) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
    }
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const calls: VendorCall[] = []
  const paced: string[] = []
  const client = listingClient(
    createOn24Client({
      baseUrl: `http://127.0.0.1:${String(portOf(server))}`,
      on24ClientId: '22950',
      credentials: { accessTokenKey: `${CANARY}-key`, accessTokenSecret: `${CANARY}-secret` },
      pace: {
        take: (kind) => {
          paced.push(kind)
          return Promise.resolve()
        },
        quotaReached: (askedMs) => Promise.resolve(askedMs ?? QUOTA_WAIT_MS),
      },
      onCall: (made) => calls.push(made),
      now: () => NOW,
    }),
  )
  return { client, requests, calls, paced }
}

export function refuse(response: ServerResponse, status: number, message: string): undefined {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ message }))
}

export async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const row of rows) found.push(row)
  return found
}

export async function messageOf(failing: Promise<unknown>): Promise<string> {
  const thrown: unknown = await failing.catch((error: unknown) => error)
  if (thrown instanceof Error) return thrown.message
  throw new Error('expected a failure')
}
