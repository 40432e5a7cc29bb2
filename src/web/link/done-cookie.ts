/** The cookie that opens `/link/done` for the browser that linked. It grants nothing else. */
import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import { hashOfToken, newSecretToken } from '../../crypto/secret-token.ts'
import type { Service } from '../../service.ts'
import { findDoneCookie, saveDoneCookie } from '../../store/visitors/done-cookies.ts'
import type { MadeLink } from './submit-form.ts'
import { hasTls } from '../has-tls.ts'

const NAME = 'link_done'

export async function setDoneCookie(
  { config, store, now }: Pick<Service, 'config' | 'store' | 'now'>,
  response: Response,
  { on24ClientId, seenUntil }: MadeLink,
): Promise<void> {
  const { token, hash } = newSecretToken()
  const at = now()
  await saveDoneCookie(store, { cookieHash: hash, on24ClientId, expiresAt: seenUntil }, at)
  response.cookie(NAME, token, {
    path: '/link/done',
    maxAge: Math.ceil((seenUntil.getTime() - at.getTime()) / 1000) * 1000,
    httpOnly: true,
    sameSite: 'lax',
    secure: hasTls(config),
  })
}

/** The ON24 client whose link this browser made within the last day, or null. */
export async function doneClientOf(
  { store, now }: Pick<Service, 'store' | 'now'>,
  request: Request,
): Promise<string | null> {
  const token = parseCookie(request.get('cookie') ?? '')[NAME]
  return token === undefined ? null : findDoneCookie(store, hashOfToken(token), now())
}
