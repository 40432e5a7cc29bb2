/** The service's web server. It only puts its routes together: each stands in a file of its own. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import express, { type Express } from 'express'
import helmet from 'helmet'
import type { RunningService } from '../running-service.ts'
import { healthRoutes } from './health.ts'
import { metricsRoutes } from './metrics.ts'

export interface WebServer {
  readonly url: string
  close(): Promise<void>
}

type Parts = Pick<RunningService, 'config' | 'store' | 'client' | 'metrics'>

/** Listens on HOST and PORT of the configuration; rejects, naming PORT, when that port is taken. */
export async function startWebServer(parts: Parts): Promise<WebServer> {
  const { host, port } = parts.config.http
  const server = createServer(webApp(parts)).listen(port, host)
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

function webApp({ config, store, client, metrics }: Parts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.http.trustProxy)
  app.use(helmet())
  app.use(healthRoutes({ store, client }))
  app.use(metricsRoutes(metrics.registry, config.operatorTokens))
  return app
}
