/** Routes of the customer's pages under /link. The protecting handlers run in the order given. */
import { join } from 'node:path'
import express, { Router } from 'express'
import { pageAssets } from '../page-assets.ts'
import { pageHeaders, securityHeaders } from '../page-headers.ts'
import { customerAnswers } from './customer-answers.ts'
import { linkLimits } from './link-limits.ts'
import type { Service } from '../../service.ts'
import { loadInvitation } from './requested-invitation.ts'
import { notFoundPage } from './pages/message-pages.ts'
import { receiveForm } from './receive-form.ts'
import { showDone } from './show-done.ts'
import { showForm } from './show-form.ts'

const ASSETS = join(import.meta.dirname, 'assets')

/** Mount it at /link. It answers every request: unknown paths are not found. */
export function linkRoutes(parts: Service): Router {
  const limits = linkLimits(parts)
  const { notFound, refuseCrossSite, methodNotAllowed, errors } = customerAnswers(
    parts,
    notFoundPage,
  )
  const router = Router()
  router.use(securityHeaders(parts.config.operator.logoUrl), pageHeaders)
  router.use('/assets', pageAssets(ASSETS))
  router.route('/done').get(showDone(parts), notFound).all(methodNotAllowed('GET, HEAD'))
  router
    .route('/:token')
    .get(showForm(parts), limits.unknownByAddress, notFound)
    .post(
      refuseCrossSite,
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
  router.use(errors)
  return router
}

/** The form has three short fields. Anything larger is not ours. */
const formBody = express.urlencoded({
  extended: false,
  limit: '4kb',
  parameterLimit: 10,
  inflate: false,
})
