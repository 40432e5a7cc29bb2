/** The service's web server. It only puts its routes together: each stands in a file of its own. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import express, { type Express } from 'express'
import helmet from 'helmet'
import type { ConnectedService } from '../connected-service.ts'
import { apiRoutes } from './api/api-routes.ts'
import { errorHandler } from './error-handler.ts'
import { healthRoutes } from './health.ts'
import { linkRoutes } from './link/link-routes.ts'
import { metricsRoutes } from './metrics.ts'
import { pageRoutes } from './pages/page-routes.ts'

export interface WebServer {
  readonly url: string
  close(): Promise<void>
}

/** How long a request's head and its whole body may take to arrive: a slow sender holds a connection no longer. */
const HEAD_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 20_000
const CHECK_TIMEOUTS_EVERY_MS = 2_000

/** Listens on HOST and PORT of the configuration; rejects, naming PORT, when that port is taken. */
export async function startWebServer(service: ConnectedService): Promise<WebServer> {
  const { host, port } = service.config.http
  const timeouts = {
    headersTimeout: HEAD_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_TIMEOUTS_EVERY_MS,
  }
  const server = createServer(timeouts, webApp(service)).listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    if (!isTaken(error)) throw error
    throw new Error(
      `Port ${String(port)} is in use: end the program that has it, or set PORT to another port.`,
      { cause: error },
    )
  }
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

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

function webApp(service: ConnectedService): Express {
  const { config, store, client } = service
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.http.trustProxy)
  app.use('/link', linkRoutes(service))
  app.use(helmet())
  app.use('/api/v1', apiRoutes(service))
  app.use(healthRoutes({ store, client }))
  app.use(metricsRoutes(service))
  app.use(pageRoutes(service))
  // Express's own answers would quote the path, and a mistyped one may hold an invitation.
  app.use((_request, response) => {
    response.status(404).type('text').send('There is nothing here.')
  })
  app.use(
    errorHandler(service.logger, {
      refused: (response) => response.type('text').send('The request cannot be read.'),
      failed: (response, errorId) => response.type('text').send(`Something failed: ${errorId}`),
    }),
  )
  return app
}
