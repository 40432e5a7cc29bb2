/** Protects the operator pages: requires a session, or a bearer token as for the API. */
import type { Request, RequestHandler, Response } from 'express'
import { hasOperator, setOperator } from '../api/require-operator.ts'
import { limitGuesses } from '../operator-guesses.ts'
import type { AccessParts } from '../record-access.ts'
import { bearerTokenOf, operatorOf } from '../operator-token.ts'
import { setFlash } from '../pages/flash.ts'
import { tooManyGuesses } from './too-many-guesses.ts'
import { type SessionParts, signedInOperator } from './operator-session.ts'
import type { Service } from '../../service.ts'

export function requireSignIn(
  parts: SessionParts & Pick<Service, 'ciphers'> & AccessParts,
): RequestHandler[] {
  // With a session, no token is needed, so none counts as a guess.
  const tokenIn = (request: Request) => (hasOperator(request) ? null : bearerTokenOf(request))
  return [bySession(parts), ...limitGuesses(parts, tooManyGuesses, tokenIn), byToken(parts)]
}

function bySession(parts: SessionParts): RequestHandler {
  return async (request, _response, next) => {
    const operator = await signedInOperator(parts, request)
    if (operator !== null) setOperator(request, operator)
    next()
  }
}

function byToken(parts: SessionParts): RequestHandler {
  return (request, response, next) => {
    const operator = operatorOf(request, parts.config.operatorTokens)
    if (operator !== null) setOperator(request, operator)
    if (hasOperator(request)) next()
    else askToSignIn(parts, request, response)
  }
}

/** A form is not sent again after the sign-in: the operator returns to the page of the form. */
function askToSignIn(parts: SessionParts, request: Request, response: Response): void {
  const { method, originalUrl } = request
  const isForm = method === 'POST'
  if (isForm) setFlash(parts, response, 'notAsked')
  const page = isForm ? originalUrl.split('/').slice(0, 3).join('/') : originalUrl
  const next = page === '/' ? '' : `?next=${encodeURIComponent(page)}`
  response.redirect(303, `/sign-in${next}`)
}
