/** `/accounts/:id/rejections…`: rejected rows are tried again, or downloaded. */
import type { RequestHandler } from 'express'
import { retryRejections } from '../../api/operations/decide-rows.ts'
import { downloadRejections } from '../../api/operations/download-rejections.ts'
import { sendFile } from '../../api/send-file.ts'
import { ownPath } from '../../sign-in/own-path.ts'
import { accountNamedIn } from '../account-of.ts'
import { callOf } from '../call-of.ts'
import { giveFlash } from '../flash.ts'
import { formField } from '../form-body.ts'
import type { Service } from '../../../service.ts'

/** Throws a Problem. */
export function receiveRetry(parts: Service): RequestHandler {
  const retry = retryRejections(parts)
  return async (request, response) => {
    const { on24ClientId: id } = await accountNamedIn(request, parts.store)
    const asked = { params: { id }, query: {}, body: undefined }
    const { rows, syncAsked } = await retry(asked, callOf(request))
    const word = syncAsked ? 'retried' : 'retriedLater'
    giveFlash(parts, response, rows === 0 ? 'nothingRetried' : word)
    response.redirect(303, ownPath(formField(request, 'next')) ?? `/accounts/${id}`)
  }
}

/** The API's answer, for somebody who is signed in. Throws a Problem. */
export function sendRejectionsCsv(parts: Service): RequestHandler {
  const download = downloadRejections(parts)
  return async (request, response) => {
    const { on24ClientId: id } = await accountNamedIn(request, parts.store)
    const asked = { params: { id }, query: {}, body: undefined }
    await sendFile(response, 'text/csv', await download(asked, callOf(request)))
  }
}
