/** `GET /accounts/:id/audit` of an ON24 client that is not registered, but has an audit trail. */
import type { RequestHandler } from 'express'
import { AuditQuery } from '../../../api/audit-entry.ts'
import { On24ClientId } from '../../../api/formats.ts'
import type { Service } from '../../../service.ts'
import { findAccount } from '../../../store/accounts/accounts.ts'
import { listAudit } from '../../../store/audit.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { viewAuditPage } from '../../use-cases/view-audit.ts'
import { readListQuery } from '../list-query.ts'
import { unregisteredAuditPage } from './audit-page.ts'

const ENTRIES = 20

/** Leaves the others to the next handler. Throws CursorUnknown. */
export function showUnregisteredAudit({ store, now }: Service): RequestHandler {
  return async (request, response, next) => {
    const id = On24ClientId.safeParse(request.params['id'])
    if (!id.success || (await findAccount(store, id.data)) !== undefined) {
      next()
      return
    }
    const on24ClientId = id.data
    const [newest] = await listAudit(store, on24ClientId, { limit: 1 })
    if (newest === undefined) {
      next()
      return
    }
    const { request: asked, ...place } = readListQuery(AuditQuery, request.query, ENTRIES)
    const page = await viewAuditPage(store, on24ClientId, asked)
    const list = { on24ClientId, ...page, place, now: now(), path: request.originalUrl }
    response.send(unregisteredAuditPage(operatorNameOf(request), list))
  }
}
