/** `POST /link/:token`: reads the form, links, and answers with what came of it. */
import type { RequestHandler, Response } from 'express'
import { hashOfToken } from '../../crypto/secret-token.ts'
import { auditInvitation } from './audit-invitation.ts'
import { giveDoneCookie } from './done-cookie.ts'
import { formPage } from './form-page.ts'
import { invitedAccount, tokenOf } from './invited-account.ts'
import { readForm, submissionOf } from './link-form.ts'
import type { LinkParts } from './link-parts.ts'
import { notFoundPage } from './pages/message-pages.ts'
import { linkMadeBy, type MadeLink, submitForm } from './submit-form.ts'

/** @throws what is a mistake of ours, for the error handler. */
export function receiveForm(parts: LinkParts): RequestHandler {
  const showDone = async (response: Response, made: MadeLink) => {
    await giveDoneCookie(parts, response, made)
    response.redirect(303, '/link/done')
  }
  return async (request, response) => {
    const body: unknown = request.body
    const submission = submissionOf(body)
    const invited = await invitedAccount(parts, request)
    if (invited === null) {
      const made = await linkMadeBy(parts, hashOfToken(tokenOf(request)), submission)
      if (made === null) response.status(404).send(notFoundPage())
      else await showDone(response, made)
      return
    }
    const { invitation, account } = invited
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
      response.status(404).send(notFoundPage())
    } else if ('made' in outcome) {
      await showDone(response, outcome.made)
    } else {
      const { failure } = outcome
      const { retryAfterSeconds } = failure
      if (retryAfterSeconds !== undefined) response.set('Retry-After', String(retryAfterSeconds))
      const shown = { userName: form.userName, failure }
      response.status(failure.status).send(formPage(parts, account, shown))
    }
  }
}
