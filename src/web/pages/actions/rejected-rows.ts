/** `/accounts/:id/rejections…`: rejected rows are tried again, or downloaded. */
import type { RequestHandler } from 'express'
import { retryRejections } from '../../use-cases/decide-rows.ts'
import { rejectionsFile } from '../../use-cases/rejections-file.ts'
import { askerOf } from '../../api/require-operator.ts'
import { sendFile } from '../../api/send-file.ts'
import { ownPath } from '../../sign-in/own-path.ts'
import { accountNamedIn } from '../account-of.ts'
import { giveFlash } from '../flash.ts'
import { formField } from '../form-body.ts'
import type { Service } from '../../../service.ts'

/** Throws a Problem. */
export function receiveRetry(parts: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId: id } = await accountNamedIn(request, parts.store)
    const { rows, syncAsked } = await retryRejections(parts, id, askerOf(request))
    const word = syncAsked ? 'retried' : 'retriedLater'
    giveFlash(parts, response, rows === 0 ? 'nothingRetried' : word)
    response.redirect(303, ownPath(formField(request, 'next')) ?? `/accounts/${id}`)
  }
}

/** The API's answer, for somebody who is signed in. Throws a Problem. */
export function sendRejectionsCsv(parts: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId: id } = await accountNamedIn(request, parts.store)
    await sendFile(response, 'text/csv', await rejectionsFile(parts, id))
  }
}
