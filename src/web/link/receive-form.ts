/** `POST /link/:token`: reads the form, links the account and answers with the result. */
import type { RequestHandler, Response } from 'express'
import { findOpenInvitation } from '../../accounts/invitations.ts'
import { setRetryAfter } from '../retry-after.ts'
import { auditInvitation } from './audit-invitation.ts'
import { setDoneCookie } from './done-cookie.ts'
import { readForm, submissionOf } from './link-form.ts'
import type { Service } from '../../service.ts'
import { notFoundPage } from './pages/message-pages.ts'
import { formPage } from './show-form.ts'
import { linkMadeBy, type MadeLink, submitForm } from './submit-form.ts'
import { tokenHashOf } from './token-hash.ts'

/** Throws only errors that are bugs of ours, for the error handler. */
export function receiveForm(parts: Service): RequestHandler {
  const showDone = async (response: Response, made: MadeLink) => {
    await setDoneCookie(parts, response, made)
    response.redirect(303, '/link/done')
  }
  return async (request, response) => {
    const body: unknown = request.body
    const submission = submissionOf(body)
    const tokenHash = tokenHashOf(request)
    const open = await findOpenInvitation(parts, tokenHash)
    if (open === null) {
      const made = await linkMadeBy(parts, tokenHash, submission)
      if (made === null) response.status(404).send(notFoundPage(parts.config.operator))
      else await showDone(response, made)
      return
    }
    const { invitation, account } = open
    const address = request.ip ?? null
    const read = readForm(body)
    if ('fieldErrors' in read) {
      await auditInvitation(parts, { invitation, address }, 'submitted', 'incomplete')
      response.status(422).send(formPage(parts, account, read))
      return
    }
    const { form } = read
    const outcome = await submitForm(parts, { invitation, form, submission, address })
    if (outcome === 'gone') {
      response.status(404).send(notFoundPage(parts.config.operator))
    } else if ('made' in outcome) {
      await showDone(response, outcome.made)
    } else {
      const { failure } = outcome
      const { retryAfterMs } = failure
      if (retryAfterMs !== undefined) setRetryAfter(response, retryAfterMs)
      const shown = { userName: form.userName, failure }
      response.status(failure.status).send(formPage(parts, account, shown))
    }
  }
}
