/** `GET /accounts/:id/<action>`: asks before anything is done. */
import type { RequestHandler } from 'express'
import { operatorNameOf } from '../../api/require-operator.ts'
import { ownPath } from '../../sign-in/own-path.ts'
import { accountNamedIn } from '../account-of.ts'
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
    const { on24ClientId, name, state } = await accountNamedIn(request, store)
    response.send(
      actionPage({
        operator: operatorNameOf(request),
        account: { on24ClientId, name, state },
        action,
        next: ownPath(request.query['next']) ?? `/accounts/${on24ClientId}`,
        fields: NO_FIELDS,
        mistake: null,
      }),
    )
  }
}
