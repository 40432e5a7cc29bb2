/** `/accounts/:id/webinars/:eventId/rebuild`: asks for confirmation, and requests the rebuild. */
import type { RequestHandler } from 'express'
import { isRebuildWaiting } from '../../../store/rows/rebuild.ts'
import { checkRebuild, rebuildListOf } from '../../use-cases/rebuild-list.ts'
import { requesterOf, operatorNameOf } from '../../api/require-operator.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { tabPath } from '../account/account-tabs.ts'
import { requestedAccount } from '../requested-account.ts'
import { requestedEventId, requestedWebinar } from '../requested-webinar.ts'
import { setFlash } from '../flash.ts'
import { formField } from '../form-body.ts'
import type { Service } from '../../../service.ts'
import { rebuildPage } from './rebuild-page.ts'

/** Throws what the request itself would: nobody is asked to confirm what is refused then. */
export function showRebuild(parts: Service): RequestHandler {
  return async (request, response) => {
    const { account, webinar } = await requestedWebinar(request, parts)
    const place = { on24ClientId: account.on24ClientId, eventId: webinar.eventId }
    await checkRebuild(parts, place)
    const next = redirectPath(request.query['next']) ?? tabPath(place.on24ClientId, 'webinars')
    const isAsked = await isRebuildWaiting(parts.store, place)
    const operator = operatorNameOf(request)
    response.send(rebuildPage({ operator, account, webinar, isAsked, next }))
  }
}

/** Throws a Problem, AccountNotLinked and AccountPaused. */
export function receiveRebuild(parts: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId } = await requestedAccount(request, parts.store)
    const place = { on24ClientId, eventId: requestedEventId(request) }
    const wasAsked = await isRebuildWaiting(parts.store, place)
    const { syncAsked } = await rebuildListOf(parts, place, requesterOf(request))
    const word = syncAsked ? 'rebuildAsked' : 'rebuildLater'
    setFlash(parts, response, wasAsked ? 'rebuildAskedAgain' : word)
    response.redirect(
      303,
      redirectPath(formField(request, 'next')) ?? tabPath(on24ClientId, 'webinars'),
    )
  }
}
