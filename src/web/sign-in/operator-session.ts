/** The cookie that keeps an operator signed in to the pages. It says nothing by itself and no script can read it. */
import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { OperatorToken } from '../../config/setting-formats.ts'
import { hashOfToken, newSecretToken } from '../../crypto/secret-token.ts'
import type { Service } from '../../service.ts'
import {
  dropOperatorSession,
  findOperatorSession,
  saveOperatorSession,
} from '../../store/operator-sessions.ts'

export type SessionParts = Pick<Service, 'config' | 'store' | 'now'>

const NAME = 'operator_session'
const VALID_MS = 12 * 60 * 60 * 1000

export async function giveSession(
  { config, store, now }: SessionParts,
  response: Response,
  operator: OperatorToken,
): Promise<void> {
  const { token } = newSecretToken()
  const at = now()
  const expiresAt = new Date(at.getTime() + VALID_MS)
  const cookieHash = hashFor(operator, token)
  await saveOperatorSession(store, { cookieHash, operator: operator.name, expiresAt }, at)
  response.cookie(NAME, token, { ...cookieOptions(config), maxAge: VALID_MS })
}

/** The name of the operator who is signed in, or null. */
export async function signedInOperator(
  { config, store, now }: SessionParts,
  request: Request,
): Promise<string | null> {
  const hashes = hashesOf(config, request)
  return hashes.length === 0 ? null : findOperatorSession(store, hashes, now())
}

export async function endSession(
  { config, store }: SessionParts,
  request: Request,
  response: Response,
): Promise<void> {
  await dropOperatorSession(store, hashesOf(config, request))
  response.clearCookie(NAME, cookieOptions(config))
}

function cookieOptions({ http }: SessionParts['config']) {
  return {
    path: '/',
    httpOnly: true,
    // Notices and chats link to the pages; what changes anything is a POST, and refused from other sites.
    sameSite: 'lax',
    secure: http.publicUrl.startsWith('https:'),
  } as const
}

/** What the cookie is stored as, whoever of the operators it was given to. */
function hashesOf({ operatorTokens }: SessionParts['config'], request: Request): string[] {
  const token = parseCookie(request.get('cookie') ?? '')[NAME]
  return token === undefined ? [] : operatorTokens.map((operator) => hashFor(operator, token))
}

/** With the operator's token in it: one that is taken out of the settings, or changed, ends its sessions. */
function hashFor(operator: OperatorToken, cookie: string): string {
  return hashOfToken(`${cookie}.${operator.token}`)
}
