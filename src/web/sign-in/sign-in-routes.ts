/** `/sign-in` and `/sign-out`: the only operator pages that do not require a sign-in. */
import { type Request, type RequestHandler, Router } from 'express'
import { z } from 'zod'
import type { Service } from '../../service.ts'
import { setFlash, takeFlash } from '../pages/flash.ts'
import { formBody, formField } from '../pages/form-body.ts'
import { limitGuesses } from '../operator-guesses.ts'
import { operatorWithToken } from '../operator-token.ts'
import { type AccessParts, recordAccess } from '../record-access.ts'
import {
  endSession,
  startSession,
  type SessionParts,
  signedInOperator,
} from './operator-session.ts'
import { redirectPath } from './redirect-path.ts'
import { signInPage } from './sign-in-page.ts'
import { tooManyGuesses } from './too-many-guesses.ts'

/** Cross-site POSTs are refused before they get here. */
export function signInRoutes(parts: SessionParts & Pick<Service, 'ciphers'> & AccessParts): Router {
  const { operatorTokens } = parts.config
  const router = Router()
  router.get('/sign-in', (request, response) => {
    const next = redirectPath(request.query['next'])
    response.send(signInPage({ next, failure: null, message: takeFlash(request, response) }))
  })
  router.post(
    '/sign-in',
    formBody,
    ...limitGuesses(parts, tooManyGuesses, (request) => tokenIn(request) || null),
    async (request, response) => {
      const next = redirectPath(formField(request, 'next'))
      const operator = operatorWithToken(tokenIn(request), operatorTokens)
      if (operator === null) {
        const failure = tokenIn(request) === '' ? 'missing' : 'wrong'
        response.status(422).send(signInPage({ next, failure, message: null }))
        return
      }
      await startSession(parts, request, response, operator)
      await recordAccess(parts, request, 'signedIn', operator.name)
      response.redirect(303, next ?? '/')
    },
  )
  router.post('/sign-out', signOut(parts))
  return router
}

function signOut(parts: SessionParts & AccessParts): RequestHandler {
  return async (request, response) => {
    const operator = await signedInOperator(parts, request)
    await endSession(parts, request, response)
    if (operator !== null) await recordAccess(parts, request, 'signedOut', operator)
    setFlash(parts, response, 'signedOut')
    response.redirect(303, '/sign-in')
  }
}

const Token = z.string().trim().catch('')

function tokenIn(request: Request): string {
  return Token.parse(formField(request, 'token'))
}
