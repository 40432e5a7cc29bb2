/** The hash of the invitation's token in a URL; the store has only the hash. */
import type { Request } from 'express'
import { hashOfToken } from '../../crypto/secret-token.ts'

export function tokenHashOf(request: Request): string {
  return hashOfToken(String(request.params['token']))
}
