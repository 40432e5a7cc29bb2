/** The cookie that keeps an operator signed in to the pages. It says nothing by itself and no script can read it. */
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

const VALID_MS = 12 * 60 * 60 * 1000
const IDLE_MS = 60 * 60 * 1000

/** The browser's earlier session ends: who signs in anew is somebody else, or has lost it. */
export async function giveSession(
  { config, store, now }: SessionParts,
  request: Request,
  response: Response,
  operator: OperatorToken,
): Promise<void> {
  await dropOperatorSession(store, hashesOf(config, request))
  const { token } = newSecretToken()
  const at = now()
  const expiresAt = new Date(at.getTime() + VALID_MS)
  const cookieHash = hashFor(operator, token)
  await saveOperatorSession(store, { cookieHash, operator: operator.name, expiresAt }, at)
  response.cookie(cookieName(config), token, { ...cookieOptions(config), maxAge: VALID_MS })
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
    usedAfter: new Date(at.getTime() - IDLE_MS),
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

/** With the prefix no other host of the domain, and no page without TLS, can set it. */
function cookieName(config: SessionParts['config']): string {
  return hasTls(config) ? '__Host-operator_session' : 'operator_session'
}

function cookieOptions(config: SessionParts['config']) {
  return {
    path: '/',
    httpOnly: true,
    // Notices and chats link to the pages; what changes anything is a POST, and refused from other sites.
    sameSite: 'lax',
    secure: hasTls(config),
  } as const
}

/** What the cookie is stored as, whoever of the operators it was given to. */
function hashesOf(config: SessionParts['config'], request: Request): string[] {
  const token = parseCookie(request.get('cookie') ?? '')[cookieName(config)]
  return token === undefined
    ? []
    : config.operatorTokens.map((operator) => hashFor(operator, token))
}

/** With the operator's token in it: one that is taken out of the settings, or changed, ends its sessions. */
function hashFor(operator: OperatorToken, cookie: string): string {
  return hashOfToken(`${cookie}.${operator.token}`)
}
