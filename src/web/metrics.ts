/** `/metrics` for Prometheus: from this machine, or with an operator's token. */
import { type Request, type RequestHandler, Router } from 'express'
import type { Service } from '../service.ts'
import { limitGuesses } from './operator-guesses.ts'
import { operatorOf } from './operator-token.ts'

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/

export function metricsRoutes(service: Service): Router {
  const { registry } = service.metrics
  const limit = limitGuesses(service, (response) => response.end())
  const router = Router()
  router.get('/metrics', unlessLocal(limit), async (request, response) => {
    if (!isLocal(request) && operatorOf(request, service.config.operatorTokens) === null) {
      response.status(401).set('WWW-Authenticate', 'Bearer').end()
      return
    }
    response.type(registry.contentType).send(await registry.metrics())
  })
  return router
}

/** Metrics are wanted most when the store is away: a limit that cannot be looked up then stops nobody. */
function unlessLocal(limit: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const goOn = () => {
      next()
    }
    return isLocal(request) ? next() : limit(request, response, goOn)
  }
}

/** The peer itself, and nobody behind it: a proxy on this machine passes strangers on. */
function isLocal(request: Request): boolean {
  const isPassedOn = request.get('x-forwarded-for') !== undefined
  return !isPassedOn && LOOPBACK.test(request.socket.remoteAddress ?? '')
}
