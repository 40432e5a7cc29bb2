/** The cookie that keeps an operator signed in to the pages: a random token that scripts cannot read. */
import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { OperatorToken } from '../../config/setting-formats.ts'
import { hashOfToken, newSecretToken } from '../../crypto/secret-token.ts'
import type { Service } from '../../service.ts'
import { hasTls } from '../has-tls.ts'
import {
  dropOperatorSession,
  findOperatorSession,
  saveOperatorSession,
} from '../../store/visitors/operator-sessions.ts'

export type SessionParts = Pick<Service, 'config' | 'store' | 'now'>

const MAX_AGE_MS = 12 * 60 * 60 * 1000
const MAX_IDLE_MS = 60 * 60 * 1000

/** Ends the browser's earlier session: it belongs to another operator, or has expired. */
export async function startSession(
  { config, store, now }: SessionParts,
  request: Request,
  response: Response,
  operator: OperatorToken,
): Promise<void> {
  await dropOperatorSession(store, hashesOf(config, request))
  const { token } = newSecretToken()
  const at = now()
  const expiresAt = new Date(at.getTime() + MAX_AGE_MS)
  const cookieHash = hashFor(operator, token)
  await saveOperatorSession(store, { cookieHash, operator: operator.name, expiresAt }, at)
  response.cookie(cookieName(config), token, { ...cookieOptions(config), maxAge: MAX_AGE_MS })
}

/** The name of the operator who is signed in, or null. */
export async function signedInOperator(
  { config, store, now }: SessionParts,
  request: Request,
): Promise<string | null> {
  const hashes = hashesOf(config, request)
  if (hashes.length === 0) return null
  const at = now()
  return findOperatorSession(store, hashes, {
    now: at,
    usedAfter: new Date(at.getTime() - MAX_IDLE_MS),
    isUse: request.get('sec-fetch-dest') !== 'empty',
  })
}

export async function endSession(
  { config, store }: SessionParts,
  request: Request,
  response: Response,
): Promise<void> {
  await dropOperatorSession(store, hashesOf(config, request))
  response.clearCookie(cookieName(config), cookieOptions(config))
}

/** With the `__Host-` prefix, neither another host of the domain nor a page without TLS can set it. */
function cookieName(config: SessionParts['config']): string {
  return hasTls(config) ? '__Host-operator_session' : 'operator_session'
}

function cookieOptions(config: SessionParts['config']) {
  return {
    path: '/',
    httpOnly: true,
    // Not strict, because notices and chats link to the pages. Changes are POSTs, refused when other sites send them.
    sameSite: 'lax',
    secure: hasTls(config),
  } as const
}

/** The hashes that the cookie may be stored as, one for each operator. */
function hashesOf(config: SessionParts['config'], request: Request): string[] {
  const token = parseCookie(request.get('cookie') ?? '')[cookieName(config)]
  return token === undefined
    ? []
    : config.operatorTokens.map((operator) => hashFor(operator, token))
}

/** Includes the operator's token: removing or changing it in the settings ends its sessions. */
function hashFor(operator: OperatorToken, cookie: string): string {
  return hashOfToken(`${cookie}.${operator.token}`)
}
