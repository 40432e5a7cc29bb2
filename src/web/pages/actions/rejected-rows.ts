/** `/accounts/:id/rejections…`: retries or downloads rejected rows. */
import type { RequestHandler } from 'express'
import { RejectionFilter } from '../../../api/rejection.ts'
import { retryRejections } from '../../use-cases/decide-rows.ts'
import { rejectionsFile } from '../../use-cases/rejections-file.ts'
import { requesterOf } from '../../api/require-operator.ts'
import { sendFile } from '../../api/send-file.ts'
import { redirectPath } from '../../sign-in/redirect-path.ts'
import { tabPath } from '../account/account-tabs.ts'
import { requestedAccount } from '../requested-account.ts'
import { setFlash } from '../flash.ts'
import { readFilters } from '../list-query.ts'
import { formField } from '../form-body.ts'
import type { Service } from '../../../service.ts'

/** Throws a Problem. */
export function receiveRetry(parts: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId: id } = await requestedAccount(request, parts.store)
    const { rows, syncAsked } = await retryRejections(parts, id, requesterOf(request))
    const word = syncAsked ? 'retried' : 'retriedLater'
    setFlash(parts, response, rows === 0 ? 'nothingRetried' : word)
    response.redirect(303, redirectPath(formField(request, 'next')) ?? tabPath(id, 'rejections'))
  }
}

/** Sends the same file as the API, to a signed-in operator. Throws a Problem. */
export function sendRejectionsCsv(parts: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId: id } = await requestedAccount(request, parts.store)
    const filter = RejectionFilter.parse(readFilters(RejectionFilter, request.query))
    await sendFile(response, 'text/csv', await rejectionsFile(parts, id, filter))
  }
}
