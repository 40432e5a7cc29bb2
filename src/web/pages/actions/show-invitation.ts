/**
 * Passes a new invitation link to the page that shows it. The service keeps only a hash of it, so a cookie in the
 * operator's browser holds it for ten minutes: reloading the page shows it again and creates nothing.
 */
import { parseCookie } from 'cookie'
import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { parseJson } from '../../../http/json-text.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { requestedAccount } from '../requested-account.ts'
import type { Service } from '../../../service.ts'
import { invitationPage } from './invitation-page.ts'
import { hasTls } from '../../has-tls.ts'

const NAME = 'operator_invitation'
const SHOWN_MS = 10 * 60_000

const Link = z.object({ url: z.string(), expiresAt: z.iso.datetime() })
type InvitationLink = z.output<typeof Link>

export function invitationPath(on24ClientId: string): string {
  return `/accounts/${on24ClientId}/invitation`
}

export function setInvitationCookie(
  { config }: Pick<Service, 'config'>,
  response: Response,
  on24ClientId: string,
  link: InvitationLink,
): void {
  response.cookie(NAME, JSON.stringify(link), {
    path: invitationPath(on24ClientId),
    httpOnly: true,
    sameSite: 'strict',
    secure: hasTls(config),
    maxAge: SHOWN_MS,
  })
}

/** `GET /accounts/:id/invitation` */
export function showInvitation({ config, store }: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId, name } = await requestedAccount(request, store)
    const operator = operatorNameOf(request)
    const link = linkIn(request, `${config.http.publicUrl}/link/`)
    response.send(invitationPage({ operator, account: { on24ClientId, name }, link }))
  }
}

/** Null when it is no longer shown, or is not a link of ours. */
function linkIn(request: Request, beginning: string): InvitationLink | null {
  const json = parseJson(parseCookie(request.get('cookie') ?? '')[NAME] ?? '')
  const link = json.ok ? Link.safeParse(json.value) : null
  return link?.success === true && link.data.url.startsWith(beginning) ? link.data : null
}
