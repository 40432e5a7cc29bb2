/** `POST /accounts/:id/webinars/:eventId`: leaves a webinar out, or brings it back. */
import type { RequestHandler } from 'express'
import { EventId } from '../../../api-contract/formats.ts'
import { actorOf } from '../../api/require-operator.ts'
import { recordAudit } from '../../../store/audit.ts'
import { setExcluded } from '../../../store/webinars.ts'
import { ownPath } from '../../sign-in/own-path.ts'
import { accountOf } from '../account-of.ts'
import { giveFlash } from '../flash.ts'
import { formField } from '../form-body.ts'
import type { PageParts } from '../page-parts.ts'

/** Throws AccountMissing. */
export function changeWebinar({ store, config, now }: PageParts): RequestHandler {
  return async (request, response, next) => {
    const { on24_client_id: on24ClientId } = await accountOf(store, request)
    const eventId = EventId.safeParse(request.params['eventId'])
    const excluded = formField(request, 'excluded') === 'true'
    const goesTo = ownPath(formField(request, 'next')) ?? `/accounts/${on24ClientId}`
    if (!eventId.success) {
      next()
      return
    }
    await store.transaction().execute(async (tx) => {
      if (!(await setExcluded(tx, on24ClientId, eventId.data, excluded))) return
      await recordAudit(tx, {
        on24_client_id: on24ClientId,
        at: now(),
        actor: actorOf(request),
        action: excluded ? 'excluded' : 'included',
        result: eventId.data,
        address: request.ip ?? null,
      })
    })
    giveFlash({ config }, response, excluded ? 'excluded' : 'included')
    response.redirect(303, `${goesTo}#webinars`)
  }
}
