/** The operators' API, to be mounted at `/api/v1`. Its routes come from the table in src/api. */
import express, { type RequestHandler, type Response, Router } from 'express'
import { errorHandler } from '../error-handler.ts'
import { limitGuesses } from '../operator-guesses.ts'
import { apiErrors } from './api-errors.ts'
import type { Service } from '../../service.ts'
import { bindOperations } from './bind-routes.ts'
import { createHandlers } from './handlers.ts'
import { answerProblem, Problem } from './problem.ts'
import { requireOperator } from './require-operator.ts'

export function apiRoutes(service: Service): Router {
  const router = Router()
  router.use(noStore)
  router.use(
    ...limitGuesses(service, answerTooMany),
    requireOperator(service.config.operatorTokens),
  )
  // Not strict: a body that is JSON, but no object, is refused in other words than one that is not JSON.
  router.use(express.json({ limit: '16kb', strict: false }))

  bindOperations(router, createHandlers(service))
  router.use(() => {
    throw new Problem('noSuchRoute', 'Look at /openapi.json, which lists the routes.')
  })
  router.use(errorHandler(service.logger, apiErrors))
  return router
}

function answerTooMany(response: Response): void {
  const detail = 'This address sent too many wrong tokens. Wait before the next attempt.'
  answerProblem(response, new Problem('tooManyFailures', detail))
}

/** Answers hold invitations and account states: neither may be cached. */
const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}
