/** `POST /accounts/:id/webinars/:eventId`: leaves a webinar out, or brings it back. */
import type { RequestHandler } from 'express'
import { EventId } from '../../../api/formats.ts'
import { changeWebinar } from '../../use-cases/change-webinar.ts'
import { askerOf } from '../../api/require-operator.ts'
import { Problem } from '../../api/problem.ts'
import { ownPath } from '../../sign-in/own-path.ts'
import { accountNamedIn } from '../account-of.ts'
import { giveFlash } from '../flash.ts'
import { formField } from '../form-body.ts'
import type { Service } from '../../../service.ts'

/** Throws a Problem for an account or a webinar that is not known. */
export function receiveWebinarChange(parts: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId: id } = await accountNamedIn(request, parts.store)
    const eventId = EventId.safeParse(request.params['eventId'])
    if (!eventId.success) throw new Problem('webinarUnknown', 'An id consists of digits.')
    const excluded = formField(request, 'excluded') === 'true'
    const change = { on24ClientId: id, eventId: eventId.data, excluded }
    await changeWebinar(parts, change, askerOf(request))
    giveFlash(parts, response, excluded ? 'excluded' : 'included')
    const goesTo = ownPath(formField(request, 'next')) ?? `/accounts/${id}`
    // To the row, in which the other button now stands.
    response.redirect(303, `${goesTo}#webinar-${eventId.data}`)
  }
}
