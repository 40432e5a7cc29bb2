/** `GET /audit`: asks for an ON24 client id, and leads to its audit trail. */
import type { RequestHandler } from 'express'
import { On24ClientId } from '../../../api/formats.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { tabPath } from '../account/account-tabs.ts'
import { findAuditPage } from './audit-page.ts'

export const findAudit: RequestHandler = (request, response) => {
  const { id: given } = request.query
  const typed = typeof given === 'string' ? given.trim() : ''
  const operator = operatorNameOf(request)
  if (typed === '') {
    response.send(findAuditPage({ operator, typed, alert: null }))
    return
  }
  const id = On24ClientId.safeParse(typed)
  if (id.success) response.redirect(303, tabPath(id.data, 'audit'))
  else {
    const alert = 'Check the id: an ON24 client id consists of digits.'
    response.status(422).send(findAuditPage({ operator, typed, alert }))
  }
}
