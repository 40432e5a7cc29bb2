/**
 * A new invitation's link on its way to the page that shows it. The service keeps only a hash of it, so the browser that
 * asked for it holds it for a while: the page can be looked at again, and nothing is made anew by that.
 */
import { parseCookie } from 'cookie'
import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { parseJson } from '../../../http/json-text.ts'
import { operatorNameOf } from '../../api/require-operator.ts'
import { accountNamedIn } from '../account-of.ts'
import type { Service } from '../../../service.ts'
import { invitationPage } from './invitation-page.ts'
import { hasTls } from '../../has-tls.ts'

const NAME = 'operator_invitation'
const SHOWN_MS = 10 * 60_000

const Link = z.object({ url: z.string(), expiresAt: z.iso.datetime() })
type InvitationLink = z.output<typeof Link>

export function pathOfInvitation(on24ClientId: string): string {
  return `/accounts/${on24ClientId}/invitation`
}

export function giveInvitation(
  { config }: Pick<Service, 'config'>,
  response: Response,
  on24ClientId: string,
  link: InvitationLink,
): void {
  response.cookie(NAME, JSON.stringify(link), {
    path: pathOfInvitation(on24ClientId),
    httpOnly: true,
    sameSite: 'strict',
    secure: hasTls(config),
    maxAge: SHOWN_MS,
  })
}

/** `GET /accounts/:id/invitation` */
export function showInvitation({ config, store }: Service): RequestHandler {
  return async (request, response) => {
    const { on24ClientId, name } = await accountNamedIn(request, store)
    const operator = operatorNameOf(request)
    const link = linkIn(request, `${config.http.publicUrl}/link/`)
    response.send(invitationPage({ operator, account: { on24ClientId, name }, link }))
  }
}

/** Null when it is shown no longer, or is none of ours. */
function linkIn(request: Request, beginning: string): InvitationLink | null {
  const json = parseJson(parseCookie(request.get('cookie') ?? '')[NAME] ?? '')
  const link = json.ok ? Link.safeParse(json.value) : null
  return link?.success === true && link.data.url.startsWith(beginning) ? link.data : null
}
