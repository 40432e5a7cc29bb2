/** `POST /accounts/:id/status-link`: makes the link to the customer's own page, or withdraws it. */
import type { RequestHandler } from 'express'
import { makeCustomersLink, withdrawCustomersLink } from '../../use-cases/status-link.ts'
import { requesterOf } from '../../api/require-operator.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { tabPath } from '../account/account-tabs.ts'
import { requestedAccount } from '../requested-account.ts'
import { setFlash } from '../flash.ts'
import { formField } from '../form-body.ts'
import type { Service } from '../../../service.ts'

/** Throws a Problem for an unknown account, or to make a link for one that is being removed. */
export function receiveStatusLink(parts: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId: id } = await requestedAccount(request, parts.store)
    if (formField(request, 'what') === 'withdraw') {
      await withdrawCustomersLink(parts, id, requesterOf(request))
      setFlash(parts, response, 'statusLinkWithdrawn')
    } else {
      await makeCustomersLink(parts, id, requesterOf(request))
      setFlash(parts, response, 'statusLinkMade')
    }
    response.redirect(303, redirectPath(formField(request, 'next')) ?? tabPath(id, 'settings'))
  }
}
