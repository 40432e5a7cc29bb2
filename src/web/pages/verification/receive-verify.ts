/** `POST /accounts/:id/verifications`: requests a comparison, with or without repair. */
import type { RequestHandler } from 'express'
import type { Service } from '../../../service.ts'
import { requesterOf } from '../../api/require-operator.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { verifyAccount } from '../../use-cases/verify-account.ts'
import { setFlash } from '../flash.ts'
import { formField } from '../form-body.ts'
import { tabPath } from '../account/account-tabs.ts'
import { requestedAccount } from '../requested-account.ts'

/** Throws a Problem and AccountNotLinked. */
export function receiveVerify(parts: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId: id } = await requestedAccount(request, parts.store)
    const repair = formField(request, 'repair') === 'true'
    await verifyAccount(parts, id, { repair }, requesterOf(request))
    setFlash(parts, response, repair ? 'repairAsked' : 'verifyAsked')
    response.redirect(303, redirectPath(formField(request, 'next')) ?? tabPath(id, 'verifications'))
  }
}
