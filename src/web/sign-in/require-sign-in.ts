/** Lets only operators to their pages: those who are signed in, or whose request carries a token as for the API. */
import type { Request, RequestHandler, Response } from 'express'
import { isLetThrough, letThrough } from '../api/require-operator.ts'
import { limitGuesses } from '../operator-guesses.ts'
import type { AccessParts } from '../note-access.ts'
import { bearerTokenOf, operatorOf } from '../operator-token.ts'
import { giveFlash } from '../pages/flash.ts'
import { tooManyGuesses } from './too-many-guesses.ts'
import { type SessionParts, signedInOperator } from './operator-session.ts'
import type { Service } from '../../service.ts'

export function requireSignIn(
  parts: SessionParts & Pick<Service, 'ciphers'> & AccessParts,
): RequestHandler[] {
  // Whoever is signed in needs no token, and guesses none.
  const tokenIn = (request: Request) => (isLetThrough(request) ? null : bearerTokenOf(request))
  return [bySession(parts), ...limitGuesses(parts, tooManyGuesses, tokenIn), byToken(parts)]
}

function bySession(parts: SessionParts): RequestHandler {
  return async (request, _response, next) => {
    const operator = await signedInOperator(parts, request)
    if (operator !== null) letThrough(request, operator)
    next()
  }
}

function byToken(parts: SessionParts): RequestHandler {
  return (request, response, next) => {
    const operator = operatorOf(request, parts.config.operatorTokens)
    if (operator !== null) letThrough(request, operator)
    if (isLetThrough(request)) next()
    else askToSignIn(parts, request, response)
  }
}

/** A form that was sent is not sent again after it: the page that it stood on is shown. */
function askToSignIn(parts: SessionParts, request: Request, response: Response): void {
  const { method, originalUrl } = request
  const isForm = method === 'POST'
  if (isForm) giveFlash(parts, response, 'notAsked')
  const page = isForm ? originalUrl.split('/').slice(0, 3).join('/') : originalUrl
  const next = page === '/' ? '' : `?next=${encodeURIComponent(page)}`
  response.redirect(303, `/sign-in${next}`)
}
