/** Lets only operators to their pages: those who are signed in, or whose request carries a token as for the API. */
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { letThrough } from '../api/require-operator.ts'
import { limitGuesses } from '../operator-guesses.ts'
import { operatorOf } from '../operator-token.ts'
import { giveFlash } from '../pages/flash.ts'
import { tooManyGuesses } from './too-many-guesses.ts'
import { type SessionParts, signedInOperator } from './operator-session.ts'
import type { Service } from '../../service.ts'

export function requireSignIn(parts: SessionParts & Pick<Service, 'ciphers'>): RequestHandler {
  const limit = limitGuesses(parts, tooManyGuesses)
  return async (request, response, next) => {
    const operator = await signedInOperator(parts, request)
    if (operator !== null) {
      letThrough(request, operator)
      next()
    } else if (request.get('authorization') === undefined) {
      askToSignIn(parts, request, response)
    } else {
      // Whoever sends a token may be guessing.
      await limit(request, response, (error?: unknown) => {
        if (error === undefined) byToken(parts, request, response, next)
        else next(error)
      })
    }
  }
}

function byToken(
  parts: SessionParts,
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  const operator = operatorOf(request, parts.config.operatorTokens)
  if (operator === null) {
    askToSignIn(parts, request, response)
    return
  }
  letThrough(request, operator)
  next()
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
