/** `GET /link/done`: the new link and its first sync, for the browser that linked. */
import type { RequestHandler } from 'express'
import { statusLinkOf } from '../../accounts/status-link.ts'
import { findAccount } from '../../store/accounts/accounts.ts'
import { doneClientOf } from './done-cookie.ts'
import { firstSync } from './first-sync.ts'
import type { Service } from '../../service.ts'
import { donePage } from './pages/done-page.ts'

/** Calls the next handler when the browser has no valid cookie. */
export function showDone(parts: Service): RequestHandler {
  return async (request, response, next) => {
    const on24ClientId = await doneClientOf(parts, request)
    const account = on24ClientId === null ? undefined : await findAccount(parts.store, on24ClientId)
    if (account === undefined || account.actOnAccountName === null) {
      next()
      return
    }
    const statusLink = await statusLinkOf(parts, account.on24ClientId)
    const page = donePage({
      operator: parts.config.operator,
      actOnAccountName: account.actOnAccountName,
      folder: account.on24ClientId,
      timeZone: account.timeZone,
      unknownTimeZone: account.timeZoneUnknown,
      progress: await firstSync(parts.store, account.on24ClientId),
      statusPath: statusLink === null ? null : new URL(statusLink.url).pathname,
    })
    response.send(page)
  }
}
