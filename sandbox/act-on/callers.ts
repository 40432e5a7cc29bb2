/** Identifies the caller by its bearer token or its sign-in. */
import type { Request } from 'express'
import type { ActOnContext } from './context.ts'
import type { RequestBody } from './request-body.ts'

export interface Caller {
  readonly userName: string
  readonly clientId: string
  readonly accountId: string
  readonly tokenIsAlive: boolean
}

/** Null: no token, or one that was never issued. */
export function callerOf(context: ActOnContext, request: Request): Caller | null {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const token = bearer === undefined ? null : context.tokens.findAccess(bearer)
  if (token === null) return null
  const user = context.accounts.findUser(token.userName)
  if (user === null) return null
  return {
    userName: token.userName,
    clientId: token.clientId,
    accountId: user.accountId,
    tokenIsAlive: token.until > context.clock.now().getTime(),
  }
}

/** For faults and the call ledger: also identifies the user of a token call. */
export function accountOf(
  context: ActOnContext,
  request: Request,
  body: RequestBody,
): string | null {
  const caller = callerOf(context, request)
  if (caller !== null) return caller.accountId
  if (body.kind !== 'form') return null
  const refreshToken = body.fields.get('refresh_token')
  const owner = refreshToken === null ? null : context.tokens.findRefresh(refreshToken)
  const userName = owner?.userName ?? body.fields.get('username')
  return userName === null ? null : (context.accounts.findUser(userName)?.accountId ?? null)
}
