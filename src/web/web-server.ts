/** The service's web server: combines the routers of the other files. */
import type { Express } from 'express'
import helmet from 'helmet'
import type { Service } from '../service.ts'
import { apiRoutes } from './api/api-routes.ts'
import { baseApp } from './base-app.ts'
import { errorHandler } from './error-handler.ts'
import { healthRoutes, type WorkersState } from './health.ts'
import { linkRoutes } from './link/link-routes.ts'
import { listen, type WebServer } from './listen.ts'
import { metricsRoutes } from './metrics.ts'
import { openApiRoutes } from './openapi.ts'
import { pageRoutes } from './pages/page-routes.ts'
import { statusRoutes } from './status-link/status-routes.ts'

/**
 * Listens on HOST and PORT of the configuration.
 * @param workers the workers of this process; left out by a process without any.
 */
export function startWebServer(service: Service, workers?: WorkersState): Promise<WebServer> {
  return listen(webApp(service, workers), service.config.http)
}

function webApp(service: Service, workers?: WorkersState): Express {
  const { config, store, client } = service
  const app = baseApp(config)
  app.use('/link', linkRoutes(service))
  app.use('/status', statusRoutes(service))
  app.use(helmet())
  app.use('/api/v1', apiRoutes(service))
  app.use(openApiRoutes())
  app.use(healthRoutes({ store, client, ...(workers && { workers }) }))
  app.use(metricsRoutes(service))
  app.use(pageRoutes(service))
  // Express's own answer would quote the path, and a mistyped path may hold an invitation.
  app.use((_request, response) => {
    response.status(404).type('text').send('Not found.')
  })
  app.use(
    errorHandler(service.logger, {
      refused: (response) => response.type('text').send('The request cannot be read.'),
      failed: (response, errorId) => response.type('text').send(`An error occurred: ${errorId}`),
    }),
  )
  return app
}
