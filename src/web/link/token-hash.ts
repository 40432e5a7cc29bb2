/** The invitation's token in a URL, as the store knows it. */
import type { Request } from 'express'
import { hashOfToken } from '../../crypto/secret-token.ts'

export function tokenHashOf(request: Request): string {
  return hashOfToken(String(request.params['token']))
}
