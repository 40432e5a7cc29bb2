/** Lets only operators through, and those who guess at tokens only so often. */
import type { Request, RequestHandler } from 'express'
import type { OperatorToken } from '../../config/setting-formats.ts'
import type { Service } from '../../service.ts'
import { operatorOf } from '../operator-token.ts'
import { addressOf, rateLimit } from '../rate-limits.ts'
import { answerProblem, Problem } from './problem.ts'

const FAILURES = 20
const WITHIN_MS = 15 * 60 * 1000

const names = new WeakMap<Request, string>()

/**
 * After 20 failures from an address within 15 minutes its requests are refused until the window ends, right
 * tokens included: who guesses learns nothing. A right token is not counted and takes nothing back.
 */
export function limitGuesses(
  service: Pick<Service, 'config' | 'store' | 'ciphers' | 'now'>,
): RequestHandler {
  const { operatorTokens } = service.config
  return rateLimit(service, {
    name: 'operatorToken',
    limit: FAILURES,
    windowMs: WITHIN_MS,
    keyOf: addressOf,
    counts: (request) => operatorOf(request, operatorTokens) === null,
    answer: (response) => {
      const detail = 'This address sent too many wrong tokens. Wait before the next attempt.'
      answerProblem(response, new Problem('tooManyFailures', detail))
    },
  })
}

export function requireOperator(operatorTokens: readonly OperatorToken[]): RequestHandler {
  return (request, response, next) => {
    const name = operatorOf(request, operatorTokens)
    if (name === null) {
      response.set('WWW-Authenticate', 'Bearer')
      const detail = 'Send one of OPERATOR_TOKENS as "Authorization: Bearer <token>".'
      throw new Problem('operatorTokenNeeded', detail)
    }
    names.set(request, name)
    next()
  }
}

/** As the audit trail names the operator behind a request that was let through. */
export function actorOf(request: Request): string {
  const name = names.get(request)
  if (name === undefined) throw new Error('The request was not let through as an operator’s.')
  return `operator:${name}`
}
