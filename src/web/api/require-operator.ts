/** Lets only operators through, and remembers which operator sent the request. */
import type { Request, RequestHandler } from 'express'
import type { Requester } from '../../operating/store-operation.ts'
import type { OperatorToken } from '../../config/setting-formats.ts'
import { operatorOf } from '../operator-token.ts'
import { Problem } from './problem.ts'

const names = new WeakMap<Request, string>()

export function requireOperator(operatorTokens: readonly OperatorToken[]): RequestHandler {
  return (request, response, next) => {
    const name = operatorOf(request, operatorTokens)
    if (name === null) {
      response.set('WWW-Authenticate', 'Bearer')
      const detail = 'Send one of OPERATOR_TOKENS as "Authorization: Bearer <token>".'
      throw new Problem('operatorTokenNeeded', detail)
    }
    setOperator(request, name)
    next()
  }
}

/** For requests identified by something other than the API's token. */
export function setOperator(request: Request, operator: string): void {
  names.set(request, operator)
}

export function hasOperator(request: Request): boolean {
  return names.has(request)
}

/** The operator as named in the audit trail, and the client's address. The request must be an operator's. */
export function requesterOf(request: Request): Requester {
  return { actor: `operator:${operatorNameOf(request)}`, address: request.ip ?? null }
}

export function operatorNameOf(request: Request): string {
  const name = names.get(request)
  if (name === undefined) throw new Error('The request has no operator.')
  return name
}
