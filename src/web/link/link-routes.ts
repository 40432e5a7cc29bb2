/** Routes of the customer's pages under /link. The protecting handlers run in the order given. */
import { join } from 'node:path'
import express, { type RequestHandler, Router } from 'express'
import { errorHandler } from '../error-handler.ts'
import { pageAssets } from '../page-assets.ts'
import { pageHeaders, securityHeaders } from '../page-headers.ts'
import { isCrossSite } from '../same-origin.ts'
import { linkLimits } from './link-limits.ts'
import type { Service } from '../../service.ts'
import { loadInvitation } from './requested-invitation.ts'
import { errorPage, notFoundPage, refusedPage } from './pages/message-pages.ts'
import { receiveForm } from './receive-form.ts'
import { showDone } from './show-done.ts'
import { showForm } from './show-form.ts'

const ASSETS = join(import.meta.dirname, 'assets')

/** Mount it at /link. It answers every request: unknown paths are not found. */
export function linkRoutes(parts: Service): Router {
  const limits = linkLimits(parts)
  const router = Router()
  router.use(securityHeaders, pageHeaders)
  router.use('/assets', pageAssets(ASSETS))
  router.route('/done').get(showDone(parts), notFound).all(methodNotAllowed('GET, HEAD'))
  router
    .route('/:token')
    .get(showForm(parts), limits.unknownByAddress, notFound)
    .post(
      refuseCrossSite(parts.config.http.publicUrl),
      loadInvitation(parts),
      limits.unknownByAddress,
      // In this order, so that submits refused for one invitation do not count against its address.
      limits.submitsByInvitation,
      limits.submitsByAddress,
      formBody,
      receiveForm(parts),
    )
    .all(methodNotAllowed('GET, HEAD, POST'))
  router.use(notFound)
  router.use(
    errorHandler(parts.logger, {
      refused: (response, status) => response.send(status === 404 ? notFoundPage() : refusedPage()),
      failed: (response, errorId) => response.send(errorPage({ errorId })),
    }),
  )
  return router
}

/** The form has three short fields. Anything larger is not ours. */
const formBody = express.urlencoded({
  extended: false,
  limit: '4kb',
  parameterLimit: 10,
  inflate: false,
})

const notFound: RequestHandler = (_request, response) => {
  response.status(404).send(notFoundPage())
}

function refuseCrossSite(publicUrl: string): RequestHandler {
  return (request, response, next) => {
    if (isCrossSite(request, publicUrl)) response.status(403).send(refusedPage())
    else next()
  }
}

function methodNotAllowed(allowed: string): RequestHandler {
  return (_request, response) => {
    response.status(405).set('Allow', allowed).send(refusedPage())
  }
}
