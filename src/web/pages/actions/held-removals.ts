/** `/accounts/:id/webinars/:eventId/held`: shows the held removals and receives the decision about them. */
import type { RequestHandler } from 'express'
import type { Decided } from '../../../api/operation-bodies.ts'
import { flag } from '../../../api/paging.ts'
import { troubleWords } from '../../../contracts/trouble-words.ts'
import { troublesOfAccount } from '../../../store/troubles/troubles.ts'
import { decideHeld, nothingHeld } from '../../use-cases/decide-rows.ts'
import { Problem } from '../../api/problem.ts'
import { requesterOf, operatorNameOf } from '../../api/require-operator.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { tabPath } from '../account/account-tabs.ts'
import { requestedAccount } from '../requested-account.ts'
import { requestedEventId, requestedWebinar } from '../requested-webinar.ts'
import { type FlashWord, setFlash } from '../flash.ts'
import { formField } from '../form-body.ts'
import type { Service } from '../../../service.ts'
import { heldPage } from './held-page.ts'

/** Throws a Problem, also when nothing is held. */
export function showHeld(parts: Service): RequestHandler {
  return async (request, response) => {
    const { account, webinar } = await requestedWebinar(request, parts)
    const { on24ClientId } = account
    const { eventId } = webinar
    const troubles = await troublesOfAccount(parts.store, on24ClientId)
    const held = troubles.find((one) => one.kind === 'removalsHeld' && one.eventId === eventId)
    if (held === undefined) nothingHeld()
    const next = redirectPath(request.query['next']) ?? tabPath(on24ClientId, 'problems')
    const operator = operatorNameOf(request)
    response.send(heldPage({ operator, account, webinar, trouble: troubleWords(held), next }))
  }
}

/** Throws a Problem, also when nothing is held. */
export function receiveHeldDecision(parts: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId } = await requestedAccount(request, parts.store)
    const apply = flag().safeParse(formField(request, 'apply'))
    if (!apply.success)
      throw new Problem('invalid', 'Choose whether to remove or keep the contacts.')
    const decision = { on24ClientId, eventId: requestedEventId(request), apply: apply.data }
    const decided = await decideHeld(parts, decision, requesterOf(request))
    setFlash(parts, response, wordFor(apply.data, decided))
    const goesTo = redirectPath(formField(request, 'next')) ?? tabPath(on24ClientId, 'problems')
    response.redirect(303, goesTo)
  }
}

function wordFor(apply: boolean, { syncAsked }: Decided): FlashWord {
  if (!apply) return 'heldDropped'
  return syncAsked ? 'heldApplied' : 'heldAppliedLater'
}
