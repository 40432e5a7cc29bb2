/** `GET /status/:token`: the customer's own page. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Cursor } from '../../api/paging.ts'
import type { Service } from '../../service.ts'
import { CursorUnknown } from '../../store/page-cursor.ts'
import { customerStatus } from './customer-status.ts'
import { accountOfStatusLink } from './requested-status-link.ts'
import { statusPage } from './status-page.ts'

const Query = z.object({ webinars: Cursor.nullable().catch(null) })

/** Calls the next handler when the link is not known, or the place in the list of webinars is not one of ours. */
export function showStatus(parts: Service): RequestHandler {
  return async (request, response, next) => {
    const account = accountOfStatusLink(request)
    if (account === null) {
      next()
      return
    }
    const { webinars: cursor } = Query.parse(request.query)
    try {
      const status = await customerStatus(parts, account, cursor)
      const path = `/status/${String(request.params['token'])}`
      response.send(statusPage({ operator: parts.config.operator, path, cursor, ...status }))
    } catch (error) {
      if (!(error instanceof CursorUnknown)) throw error
      next()
    }
  }
}
