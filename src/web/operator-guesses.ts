/** Limits wrong operator tokens per address, for the API, the pages and the metrics. */
import type { Request, RequestHandler, Response } from 'express'
import type { Service } from '../service.ts'
import { bearerTokenOf, operatorWithToken } from './operator-token.ts'
import { type AccessParts, recordAccess } from './record-access.ts'
import { addressOf, rateLimit } from './rate-limits.ts'

const FAILURES = 20
const WITHIN_MS = 15 * 60 * 1000

/**
 * After 20 wrong tokens from an address within 15 minutes, further wrong ones are answered with 429 until the window
 * ends. A correct token is neither counted nor refused, even if others guess from the same address. A request without
 * a token is not a guess.
 * @param tokenIn returns the token that a request carries, or null; default: the bearer token.
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
    onFirstRefusal: (request) => recordAccess(service, request, 'lockedOut', null),
    answer,
  })
  const note: RequestHandler = async (request, _response, next) => {
    if (isGuess(request)) await recordAccess(service, request, 'tokenRefused', null)
    next()
  }
  return [limit, note]
}
