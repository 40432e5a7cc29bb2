/** Lets only operators through, and remembers who a request is of. */
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
    letThrough(request, name)
    next()
  }
}

/** For other ways to tell an operator than the API's. */
export function letThrough(request: Request, operator: string): void {
  names.set(request, operator)
}

export function isLetThrough(request: Request): boolean {
  return names.has(request)
}

/** Who sent a request that was let through, as the audit trail names them, and from which address. */
export function askerOf(request: Request): Requester {
  return { actor: `operator:${operatorNameOf(request)}`, address: request.ip ?? null }
}

export function operatorNameOf(request: Request): string {
  const name = names.get(request)
  if (name === undefined) throw new Error('The request was not let through as an operator’s.')
  return name
}
