/** Listens for HTTP on HOST and PORT of the configuration. What is answered is the app's. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Express } from 'express'
import type { Config } from '../config/config.ts'

export interface WebServer {
  readonly url: string
  /** Answers what was asked before, and nothing more. */
  close(): Promise<void>
}

/** How long a request's head and its whole body may take to arrive: a slow sender holds a connection no longer. */
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
}
/**
 * So long a client may take for what is left of an answer once all of it was made: that is held in memory, and is
 * small where answers are sent piece by piece. What the client sends meanwhile gives it no more time.
 */
const LONGEST_TAKING_MS = 20_000
const MOST_CONNECTIONS = 1_000
/** One after the other; more than a browser or a proxy needs before it opens another connection. */
const MOST_REQUESTS_ON_ONE = 200
/**
 * Of these so many may be sent before the first is answered. Browsers and proxies wait for each answer; whoever does
 * not would have hundreds of them held in memory.
 */
const MOST_AHEAD = 4

/** Rejects, naming PORT, when that port is taken. */
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
  server.maxConnections = MOST_CONNECTIONS
  server.maxRequestsPerSocket = MOST_REQUESTS_ON_ONE
  const unanswered = new WeakMap<Socket, number>()
  return server.on('request', ({ socket }, response) => {
    const ahead = (unanswered.get(socket) ?? 0) + 1
    unanswered.set(socket, ahead)
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1))
    if (ahead > MOST_AHEAD) socket.destroy()
    // From here on only the client is waited for.
    response.once('prefinish', () => {
      const cutOff = setTimeout(() => socket.destroy(), LONGEST_TAKING_MS)
      response.once('close', () => {
        clearTimeout(cutOff)
      })
    })
  })
}

/** Rejects as `listen` does. Another program may still take the port meanwhile. */
export async function insistOnFreePort(
  where: Pick<Config['http'], 'host' | 'port'>,
): Promise<void> {
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
      `Port ${String(port)} is in use: end the program that has it, or set PORT to another port.`,
      { cause: error },
    )
  }
  return server
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
