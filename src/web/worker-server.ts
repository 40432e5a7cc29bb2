/** What a worker process serves: health and metrics, without the API and the pages. */
import helmet from 'helmet'
import type { Service } from '../service.ts'
import { baseApp } from './base-app.ts'
import { errorHandler } from './error-handler.ts'
import { healthRoutes, type WorkersState } from './health.ts'
import { listen, type WebServer } from './listen.ts'
import { metricsRoutes } from './metrics.ts'

export function startWorkerServer(service: Service, workers: WorkersState): Promise<WebServer> {
  const { config, store, client, logger } = service
  const app = baseApp(config)
  app.use(helmet())
  app.use(healthRoutes({ store, client, workers }))
  app.use(metricsRoutes(service))
  app.use((_request, response) => {
    response.status(404).type('text').send('Not found.')
  })
  app.use(
    errorHandler(logger, {
      refused: (response) => response.type('text').send('The request cannot be read.'),
      failed: (response, errorId) => response.type('text').send(`An error occurred: ${errorId}`),
    }),
  )
  return listen(app, config.http)
}
