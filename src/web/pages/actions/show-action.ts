/** `GET /accounts/:id/<action>`: shows the confirmation page. */
import type { RequestHandler } from 'express'
import { operatorNameOf } from '../../api/require-operator.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { requestedAccount } from '../requested-account.ts'
import type { Service } from '../../../service.ts'
import { actionPage, NO_FIELDS } from './action-page.ts'
import { actionNamed } from './actions.ts'

export function showAction({ store }: Service): RequestHandler {
  return async (request, response, next) => {
    const action = actionNamed(request.params['action'])
    if (action === null) {
      next()
      return
    }
    const { on24ClientId, name, state } = await requestedAccount(request, store)
    response.send(
      actionPage({
        operator: operatorNameOf(request),
        account: { on24ClientId, name, state },
        action,
        next: redirectPath(request.query['next']) ?? `/accounts/${on24ClientId}`,
        fields: NO_FIELDS,
        mistake: null,
      }),
    )
  }
}
