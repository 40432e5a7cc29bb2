/** `/accounts/:id/remove`: asks for confirmation, and removes the account. */
import type { RequestHandler } from 'express'
import type { Service } from '../../../service.ts'
import { operatorNameOf, requesterOf } from '../../api/require-operator.ts'
import { removeClient } from '../../use-cases/remove-client.ts'
import { setFlash } from '../flash.ts'
import { formField } from '../form-body.ts'
import { requestedAccount } from '../requested-account.ts'
import { removePage } from './remove-page.ts'

export function showRemove({ store }: Service): RequestHandler {
  return async (request, response) => {
    const account = await requestedAccount(request, store)
    response.send(removePage({ operator: operatorNameOf(request), account, alert: null }))
  }
}

/** Throws a Problem if Temporal does not answer: the service then continues the removal by itself. */
export function receiveRemove(parts: Service): RequestHandler {
  return async (request, response) => {
    const account = await requestedAccount(request, parts.store)
    const { on24ClientId } = account
    const typed = formField(request, 'confirmed')
    if (typeof typed !== 'string' || typed.trim() !== on24ClientId) {
      const alert = `Type ${on24ClientId} to confirm. Nothing was removed.`
      const operator = operatorNameOf(request)
      response.status(422).send(removePage({ operator, account, alert }))
      return
    }
    await removeClient(parts, on24ClientId, requesterOf(request))
    setFlash(parts, response, 'removed')
    response.redirect(303, '/')
  }
}
