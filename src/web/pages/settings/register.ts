/** `/accounts/new`: shows the form, and registers an ON24 client. */
import type { RequestHandler } from 'express'
import { NewAccount } from '../../../api/account.ts'
import type { Service } from '../../../service.ts'
import { operatorNameOf, requesterOf } from '../../api/require-operator.ts'
import { registerClient } from '../../use-cases/register-client.ts'
import { setFlash } from '../flash.ts'
import { ACCOUNT_FIELDS, PAIR_FIELDS } from './account-fields.ts'
import { filledIn, mistakesIn } from './fields.ts'
import { addressesIn, slackChangeIn } from './notice-fields.ts'
import { refusalOf } from './refusal.ts'
import { NOTHING_TYPED, registerPage } from './register-page.ts'

export const showRegister: RequestHandler = (request, response) => {
  response.send(registerPage({ operator: operatorNameOf(request), ...NOTHING_TYPED }))
}

/** What ON24 refuses is shown in the form, so that it need not be typed again. */
export function receiveRegister(parts: Service): RequestHandler {
  return async (request, response) => {
    const typed = filledIn(request, ['on24ClientId', ...ACCOUNT_FIELDS, 'notifyEmailTo'])
    const { notifyEmailTo, ...texts } = typed
    const operator = operatorNameOf(request)
    const parsed = NewAccount.safeParse({
      ...texts,
      notifyEmailTo: addressesIn(notifyEmailTo),
      ...slackChangeIn(request),
      ...filledIn(request, PAIR_FIELDS),
    })
    if (!parsed.success) {
      const mistakes = mistakesIn(parsed.error)
      const alert = 'Some fields are not as they must be. Nothing was registered.'
      response.status(422).send(registerPage({ operator, typed, mistakes, alert }))
      return
    }
    const refusal = await refusalOf(() => registerClient(parts, parsed.data, requesterOf(request)))
    if (refusal !== null) {
      response.status(422).send(registerPage({ operator, typed, mistakes: {}, alert: refusal }))
      return
    }
    setFlash(parts, response, 'registered')
    response.redirect(303, `/accounts/${parsed.data.on24ClientId}`)
  }
}
