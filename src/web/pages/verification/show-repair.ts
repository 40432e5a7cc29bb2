/** `GET /accounts/:id/repair`: asks for confirmation. */
import type { RequestHandler } from 'express'
import type { Service } from '../../../service.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { checkCanBeVerified } from '../../use-cases/verify-account.ts'
import { tabPath } from '../account/account-tabs.ts'
import { requestedAccount } from '../requested-account.ts'
import { repairPage } from './repair-page.ts'

/** Throws what the request itself would: nobody is asked to confirm what is refused then. */
export function showRepair(parts: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId, name, state } = await requestedAccount(request, parts.store)
    await checkCanBeVerified(parts, on24ClientId)
    const next = redirectPath(request.query['next']) ?? tabPath(on24ClientId, 'verifications')
    const account = { on24ClientId, name, state }
    response.send(repairPage({ operator: operatorNameOf(request), account, next }))
  }
}
