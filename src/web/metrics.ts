/** `/metrics` for Prometheus: requires an operator's token, unless PUBLIC_URL is a loopback address. */
import { Router } from 'express'
import { isLoopback } from '../config/loopback.ts'
import type { Service } from '../service.ts'
import type { AccessParts } from './record-access.ts'
import { limitGuesses } from './operator-guesses.ts'
import { bearerTokenOf, operatorWithToken } from './operator-token.ts'

export function metricsRoutes(service: Service & AccessParts): Router {
  const { registry } = service.metrics
  const { operatorTokens, http } = service.config
  const isOpen = isLoopback(http.publicUrl)
  const router = Router()
  router.get(
    '/metrics',
    // Correct tokens are not counted: metrics must work when the store, which holds the counts, is down.
    ...limitGuesses(service, (response) => response.end()),
    async (request, response) => {
      const token = bearerTokenOf(request)
      if (token === null ? !isOpen : operatorWithToken(token, operatorTokens) === null) {
        response.status(401).set('WWW-Authenticate', 'Bearer').end()
        return
      }
      response.type(registry.contentType).send(await registry.metrics())
    },
  )
  return router
}
