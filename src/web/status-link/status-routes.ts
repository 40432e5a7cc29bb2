/** Routes of the customer's own page under /status. The protecting handlers run in the order given. */
import { Router } from 'express'
import type { Service } from '../../service.ts'
import { customerAnswers } from '../link/customer-answers.ts'
import { pageHeaders, securityHeaders } from '../page-headers.ts'
import { receiveRelink } from './receive-relink.ts'
import { loadStatusLink } from './requested-status-link.ts'
import { showStatus } from './show-status.ts'
import { statusLimits } from './status-limits.ts'
import { noStatusPage } from './status-page.ts'

/** Mount it at /status. It answers every request: unknown paths are not found. Its assets are those of /link. */
export function statusRoutes(parts: Service): Router {
  const limits = statusLimits(parts)
  const { notFound, refuseCrossSite, methodNotAllowed, errors } = customerAnswers(
    parts,
    noStatusPage,
  )
  const router = Router()
  router.use(securityHeaders(parts.config.operator.logoUrl), pageHeaders)
  router
    .route('/:token')
    .get(loadStatusLink(parts), limits.unknownByAddress, showStatus(parts), notFound)
    .all(methodNotAllowed('GET, HEAD'))
  router
    .route('/:token/relink')
    .post(
      refuseCrossSite,
      loadStatusLink(parts),
      limits.unknownByAddress,
      limits.relinksByLink,
      limits.relinksByAddress,
      receiveRelink(parts),
      notFound,
    )
    .all(methodNotAllowed('POST'))
  router.use(notFound)
  router.use(errors)
  return router
}
