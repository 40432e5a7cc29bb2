/** Listens for HTTP on HOST and PORT of the configuration. What is answered is the app's. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Express } from 'express'
import type { Config } from '../config.ts'

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
/** A client that takes nothing of its answer for so long is cut off: what is left of it is held in memory. */
const STUCK_SENDING_MS = 10_000
const MOST_CONNECTIONS = 1_000
/** One after the other; more than a browser or a proxy needs before it opens another connection. */
const MOST_REQUESTS_ON_ONE = 200

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
  return server.on('request', (_request, response) => {
    // From here on only the client is waited for; each piece that it takes gives it as long again.
    response.once('prefinish', () => response.setTimeout(STUCK_SENDING_MS))
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
