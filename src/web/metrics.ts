/** `/metrics` for Prometheus: with an operator's token, or open while PUBLIC_URL is on this machine. */
import { Router } from 'express'
import { isLoopback } from '../config/loopback.ts'
import type { Service } from '../service.ts'
import type { AccessParts } from './note-access.ts'
import { limitGuesses } from './operator-guesses.ts'
import { bearerTokenOf, operatorWithToken } from './operator-token.ts'

export function metricsRoutes(service: Service & AccessParts): Router {
  const { registry } = service.metrics
  const { operatorTokens, http } = service.config
  const isOpen = isLoopback(http.publicUrl)
  const router = Router()
  router.get(
    '/metrics',
    // A right token is not counted: metrics are wanted most when the store, which counts, is away.
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
