/** Identifies operators by their tokens, in constant time: timing does not reveal how much of a token was right. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import type { OperatorToken } from '../config/setting-formats.ts'

/** The operator's name, or null when the request has no valid token. */
export function operatorOf(request: Request, operators: readonly OperatorToken[]): string | null {
  const token = bearerTokenOf(request)
  return token === null ? null : (operatorWithToken(token, operators)?.name ?? null)
}

export function bearerTokenOf(request: Request): string | null {
  const [scheme, given = ''] = (request.get('authorization') ?? '').split(' ')
  return scheme?.toLowerCase() === 'bearer' && given !== '' ? given : null
}

export function operatorWithToken(
  token: string,
  operators: readonly OperatorToken[],
): OperatorToken | null {
  const digest = digestOf(token)
  let found: OperatorToken | null = null
  // Compares with all tokens, even after a match, for constant time.
  for (const operator of operators) {
    if (timingSafeEqual(digest, digestOf(operator.token))) found = operator
  }
  return found
}

/** Digests have equal lengths, which timingSafeEqual requires. */
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
