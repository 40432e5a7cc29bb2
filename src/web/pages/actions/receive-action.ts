/** `POST /accounts/:id/<action>`: requests the operation, then returns to the page that the operator came from. */
import type { RequestHandler } from 'express'
import { askAccount } from '../../use-cases/ask-account.ts'
import { inviteCustomer } from '../../use-cases/invite-customer.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { requestedAccount } from '../requested-account.ts'
import { requesterOf } from '../../api/require-operator.ts'
import { type FlashWord, setFlash } from '../flash.ts'
import { formField } from '../form-body.ts'
import type { Service } from '../../../service.ts'
import { operationOf, readActionFields } from './action-form.ts'
import { actionPage } from './action-page.ts'
import { type Action, actionNamed } from './actions.ts'
import { setInvitationCookie, invitationPath } from './show-invitation.ts'

const ASKED: Readonly<Record<Exclude<Action, 'invite'>, FlashWord>> = {
  pause: 'pauseAsked',
  resume: 'resumeAsked',
  sync: 'syncAsked',
  backfill: 'backfillAsked',
}

/** Throws a Problem, AccountNotLinked and AccountPaused. */
export function receiveAction(parts: Service): RequestHandler {
  return async (request, response, next) => {
    const action = actionNamed(request.params['action'])
    if (action === null) {
      next()
      return
    }
    const account = await requestedAccount(request, parts.store)
    const { on24ClientId, name, state } = account
    if (action === 'invite') {
      const { url, expiresAt } = await inviteCustomer(parts, on24ClientId, requesterOf(request))
      const invitation = { url, expiresAt: expiresAt.toISOString() }
      setInvitationCookie(parts, response, on24ClientId, invitation)
      response.redirect(303, invitationPath(on24ClientId))
      return
    }
    const goesTo = redirectPath(formField(request, 'next')) ?? `/accounts/${on24ClientId}`
    const fields = readActionFields(request.body)
    const read = operationOf(action, fields)
    if ('mistake' in read) {
      const operator = operatorNameOf(request)
      const page = { operator, account: { on24ClientId, name, state }, action, fields }
      response.status(422).send(actionPage({ ...page, next: goesTo, mistake: read.mistake }))
      return
    }
    await askAccount(parts, on24ClientId, read.operation, requesterOf(request))
    setFlash(parts, response, fields.dryRun ? 'dryRunAsked' : ASKED[action])
    response.redirect(303, goesTo)
  }
}
