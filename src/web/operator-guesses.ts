/** Limits how often somebody may guess at operators' tokens, wherever one is asked for. */
import type { Request, RequestHandler, Response } from 'express'
import type { Service } from '../service.ts'
import { operatorOf } from './operator-token.ts'
import { addressOf, rateLimit } from './rate-limits.ts'

const FAILURES = 20
const WITHIN_MS = 15 * 60 * 1000

/**
 * After 20 failures from an address within 15 minutes its requests are refused until the window ends, right
 * tokens included: who guesses learns nothing. A right token is not counted and takes nothing back.
 * @param operatorIn whose token a request carries, or null; left out: it is looked for as the API takes it.
 */
export function limitGuesses(
  service: Pick<Service, 'config' | 'store' | 'ciphers' | 'now'>,
  answer: (response: Response, until: Date) => void,
  operatorIn = (request: Request) => operatorOf(request, service.config.operatorTokens),
): RequestHandler {
  return rateLimit(service, {
    name: 'operatorToken',
    limit: FAILURES,
    windowMs: WITHIN_MS,
    keyOf: addressOf,
    counts: (request) => operatorIn(request) === null,
    answer,
  })
}
