/** `/accounts/:id/webinars/:eventId`: asks for confirmation, and excludes a webinar or includes it again. */
import type { RequestHandler } from 'express'
import { changeWebinar } from '../../use-cases/change-webinar.ts'
import { operatorNameOf, requesterOf } from '../../api/require-operator.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { tabPath } from '../account/account-tabs.ts'
import { requestedAccount } from '../requested-account.ts'
import { requestedEventId, requestedWebinar } from '../requested-webinar.ts'
import { setFlash } from '../flash.ts'
import { formField } from '../form-body.ts'
import type { Service } from '../../../service.ts'
import { excludePage } from './exclude-page.ts'

/** Throws a Problem for an unknown account or webinar. */
export function showExclude(parts: Service): RequestHandler {
  return async (request, response) => {
    const { account, webinar } = await requestedWebinar(request, parts)
    const next = redirectPath(request.query['next']) ?? tabPath(account.on24ClientId, 'webinars')
    response.send(excludePage({ operator: operatorNameOf(request), account, webinar, next }))
  }
}

/** Throws a Problem for an unknown account or webinar. */
export function receiveExclude(parts: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId: id } = await requestedAccount(request, parts.store)
    const eventId = requestedEventId(request)
    const excluded = formField(request, 'excluded') === 'true'
    const change = { on24ClientId: id, eventId, excluded }
    await changeWebinar(parts, change, requesterOf(request))
    setFlash(parts, response, excluded ? 'excluded' : 'included')
    const goesTo = redirectPath(formField(request, 'next')) ?? tabPath(id, 'webinars')
    // To the webinar's row, which now has the opposite link.
    response.redirect(303, `${goesTo}#webinar-${eventId}`)
  }
}
