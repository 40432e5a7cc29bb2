/** The operators' API, to be mounted at `/api/v1`. It only puts the routes together: each has a file of its own. */
import express, { type RequestHandler, type Response, Router } from 'express'
import { errorHandler } from '../error-handler.ts'
import { limitGuesses } from '../operator-guesses.ts'
import { apiErrors } from './api-errors.ts'
import type { ApiParts } from './api-parts.ts'
import { deleteAccount } from './delete-account.ts'
import { getAccountDocument } from './get-account.ts'
import { getAudit } from './get-audit.ts'
import { postAccount } from './post-account.ts'
import { postLinkInvitation } from './post-link-invitation.ts'
import { answerProblem, Problem } from './problem.ts'
import { requireOperator } from './require-operator.ts'

type Method = 'get' | 'post' | 'delete'
type Methods = Readonly<Partial<Record<Method, RequestHandler>>>

export function apiRoutes(service: ApiParts): Router {
  const router = Router()
  router.use(neverStored)
  router.use(limitGuesses(service, answerTooMany), requireOperator(service.config.operatorTokens))
  router.use(express.json({ limit: '16kb' }))

  const routes: Readonly<Record<string, Methods>> = {
    '/accounts': { post: postAccount(service) },
    '/accounts/:id': { get: getAccountDocument(service), delete: deleteAccount(service) },
    '/accounts/:id/link-invitations': { post: postLinkInvitation(service) },
    '/accounts/:id/audit': { get: getAudit(service) },
  }
  for (const [path, methods] of Object.entries(routes)) addRoute(router, path, methods)

  router.use(() => {
    throw new Problem('noSuchRoute', 'The routes are listed in the documentation.')
  })
  router.use(errorHandler(service.logger, apiErrors))
  return router
}

function answerTooMany(response: Response): void {
  const detail = 'This address sent too many wrong tokens. Wait before the next attempt.'
  answerProblem(response, new Problem('tooManyFailures', detail))
}

/** Answers hold invitations and states, neither of which should lie in a cache. */
const neverStored: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}

function addRoute(router: Router, path: string, methods: Methods): void {
  const route = router.route(path)
  if (methods.get) route.get(methods.get)
  if (methods.post) route.post(methods.post)
  if (methods.delete) route.delete(methods.delete)
  const allowed = Object.keys(methods).map((method) => method.toUpperCase())
  route.all((_request, response) => {
    response.set('Allow', allowed.join(', '))
    throw new Problem('wrongMethod', `This route takes ${allowed.join(' and ')}.`)
  })
}
