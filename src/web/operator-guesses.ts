/** Limits how often somebody may guess at operators' tokens, wherever one is asked for. */
import type { Request, RequestHandler, Response } from 'express'
import type { Service } from '../service.ts'
import { bearerTokenOf, operatorWithToken } from './operator-token.ts'
import { type AccessParts, noteAccess } from './note-access.ts'
import { addressOf, rateLimit } from './rate-limits.ts'

const FAILURES = 20
const WITHIN_MS = 15 * 60 * 1000

/**
 * After 20 wrong tokens from an address within 15 minutes the next wrong ones are answered with 429 until the window
 * ends. A right token is neither counted nor refused, whoever else guesses behind the same address, and a request
 * without a token is no guess.
 * @param tokenIn the token that a request carries, or null; left out: it is looked for as the API takes it.
 */
export function limitGuesses(
  service: Pick<Service, 'config' | 'store' | 'ciphers' | 'now'> & AccessParts,
  answer: (response: Response, until: Date) => void,
  tokenIn: (request: Request) => string | null = bearerTokenOf,
): RequestHandler[] {
  const isGuess = (request: Request) => {
    const token = tokenIn(request)
    return token !== null && operatorWithToken(token, service.config.operatorTokens) === null
  }
  const limit = rateLimit(service, {
    name: 'operatorToken',
    limit: FAILURES,
    windowMs: WITHIN_MS,
    keyOf: addressOf,
    counts: isGuess,
    onFirstRefusal: (request) => noteAccess(service, request, 'lockedOut', null),
    answer,
  })
  const note: RequestHandler = async (request, _response, next) => {
    if (isGuess(request)) await noteAccess(service, request, 'tokenRefused', null)
    next()
  }
  return [limit, note]
}
