/** What a process of workers serves: whether it works, and its metrics. Never the API, nor a page. */
import express from 'express'
import helmet from 'helmet'
import { isLoopback } from '../config/loopback.ts'
import type { ConnectedService } from '../connected-service.ts'
import { loopbackOnly } from '../embedded/loopback-only.ts'
import { errorHandler } from './error-handler.ts'
import { stripForwardedPorts } from './forwarded-for.ts'
import { healthRoutes, type WorkersState } from './health.ts'
import { listen, type WebServer } from './listen.ts'
import { metricsRoutes } from './metrics.ts'

export function startWorkerServer(
  service: ConnectedService,
  workers: WorkersState,
): Promise<WebServer> {
  const { config, store, client, logger } = service
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', config.http.trustProxy)
  app.use(stripForwardedPorts)
  if (isLoopback(config.http.publicUrl)) app.use(loopbackOnly())
  app.use(helmet())
  app.use(healthRoutes({ store, client, workers }))
  app.use(metricsRoutes(service))
  app.use((_request, response) => {
    response.status(404).type('text').send('There is nothing here.')
  })
  app.use(
    errorHandler(logger, {
      refused: (response) => response.type('text').send('The request cannot be read.'),
      failed: (response, errorId) => response.type('text').send(`Something failed: ${errorId}`),
    }),
  )
  return listen(app, config.http)
}
