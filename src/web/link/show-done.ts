/** `GET /link/done`: what came of a link, for the browser that made it. */
import type { RequestHandler } from 'express'
import { findAccount } from '../../store/accounts/accounts.ts'
import { doneClientOf } from './done-cookie.ts'
import { firstSync } from './first-sync.ts'
import type { LinkParts } from './link-parts.ts'
import { donePage } from './pages/done-page.ts'

/** Leaves the answer to the next handler when the browser holds no cookie that is good for it. */
export function showDone(parts: LinkParts): RequestHandler {
  return async (request, response, next) => {
    const on24ClientId = await doneClientOf(parts, request)
    const account = on24ClientId === null ? undefined : await findAccount(parts.store, on24ClientId)
    if (account === undefined || account.actOnAccountName === null) {
      next()
      return
    }
    const page = donePage({
      actOnAccountName: account.actOnAccountName,
      folder: account.on24ClientId,
      timeZone: account.timeZone,
      unknownTimeZone: account.timeZoneUnknown,
      progress: await firstSync(parts.store, account.on24ClientId),
    })
    response.send(page)
  }
}
