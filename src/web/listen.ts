/** Listens for HTTP on HOST and PORT of the configuration, with limits on slow and greedy clients. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Express } from 'express'
import type { Config } from '../config/config.ts'

export interface WebServer {
  readonly url: string
  /** Stops listening, and resolves when all pending requests are answered. */
  close(): Promise<void>
}

/** How long a request's headers and its body may take to arrive, so that slow senders hold no connections. */
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
}
/**
 * How long a client may take to receive the rest of an answer after all of it was produced. The rest is held in memory;
 * it is small for streamed answers. Data that the client sends in this time does not extend it.
 */
const DRAIN_TIMEOUT_MS = 20_000
const MAX_CONNECTIONS = 1_000
/** In sequence. Browsers and proxies open a new connection before they need more. */
const MAX_REQUESTS_PER_CONNECTION = 200
/**
 * How many requests may be unanswered on one connection. Browsers and proxies wait for each answer; a client that does
 * not could have hundreds of answers held in memory.
 */
const MAX_PIPELINED = 4

/** Rejects with an error that names PORT when the port is taken. */
export async function listen(
  app: Express,
  { host, port }: Pick<Config['http'], 'host' | 'port'>,
): Promise<WebServer> {
  const server = await listening(limited(createServer(TIMEOUTS, app)), { host, port })
  const address = server.address()
  const actualPort = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host}:${String(actualPort)}`,
    async close() {
      server.close()
      server.closeIdleConnections()
      await once(server, 'close')
    },
  }
}

function limited(server: Server): Server {
  server.maxConnections = MAX_CONNECTIONS
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION
  const unanswered = new WeakMap<Socket, number>()
  return server.on('request', ({ socket }, response) => {
    const ahead = (unanswered.get(socket) ?? 0) + 1
    unanswered.set(socket, ahead)
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1))
    if (ahead > MAX_PIPELINED) socket.destroy()
    // From here on, only the client can delay the answer.
    response.once('prefinish', () => {
      const cutOff = setTimeout(() => socket.destroy(), DRAIN_TIMEOUT_MS)
      response.once('close', () => {
        clearTimeout(cutOff)
      })
    })
  })
}

/** Rejects like `listen`. Another program may still take the port afterwards. */
export async function assertPortFree(where: Pick<Config['http'], 'host' | 'port'>): Promise<void> {
  const server = await listening(createServer(), where)
  server.close()
  await once(server, 'close')
}

async function listening(
  server: Server,
  { host, port }: Pick<Config['http'], 'host' | 'port'>,
): Promise<Server> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    if (!isTaken(error)) throw error
    throw new Error(
      `Port ${String(port)} is in use: end the program that uses it, or set PORT to another port.`,
      { cause: error },
    )
  }
  return server
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
