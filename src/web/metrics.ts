/** `/metrics` for Prometheus: from this machine, or with an operator's token. */
import { type Request, Router } from 'express'
import type { Registry } from 'prom-client'
import type { OperatorToken } from '../config/setting-formats.ts'
import { operatorOf } from './operator-token.ts'

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/

export function metricsRoutes(registry: Registry, operators: readonly OperatorToken[]): Router {
  const router = Router()
  router.get('/metrics', async (request, response) => {
    if (!isLocal(request) && operatorOf(request, operators) === null) {
      response.status(401).set('WWW-Authenticate', 'Bearer').end()
      return
    }
    response.type(registry.contentType).send(await registry.metrics())
  })
  return router
}

/** The peer itself, and nobody behind it: a proxy on this machine passes strangers on. */
function isLocal(request: Request): boolean {
  const isPassedOn = request.get('x-forwarded-for') !== undefined
  return !isPassedOn && LOOPBACK.test(request.socket.remoteAddress ?? '')
}
