/** What is known of the invitation that a request names: asked once, for the limits before the form is read. */
import type { Request, RequestHandler } from 'express'
import { findOpenInvitation } from '../../accounts/invitations.ts'
import { findInvitation } from '../../store/visitors/invitations.ts'
import type { LinkParts } from './link-parts.ts'
import { tokenHashOf } from './token-hash.ts'

const open = new WeakSet<Request>()
const known = new WeakSet<Request>()

export function lookAtInvitation(parts: LinkParts): RequestHandler {
  return async (request, _response, next) => {
    const tokenHash = tokenHashOf(request)
    if ((await findOpenInvitation(parts, tokenHash)) !== null) open.add(request)
    if ((await findInvitation(parts.store, tokenHash)) !== undefined) known.add(request)
    next()
  }
}

export function isInvitationOpen(request: Request): boolean {
  return open.has(request)
}

/** Also one that was used: the very form that did so may be sent again. Nobody guesses either. */
export function isInvitationKnown(request: Request): boolean {
  return known.has(request)
}
