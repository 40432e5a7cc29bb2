/** Whether the invitation that a request names is open: asked once, for the limits before the form is read. */
import type { Request, RequestHandler } from 'express'
import { findOpenInvitation } from '../../accounts/invitations.ts'
import type { LinkParts } from './link-parts.ts'
import { tokenHashOf } from './token-hash.ts'

const open = new WeakSet<Request>()

export function lookAtInvitation(parts: LinkParts): RequestHandler {
  return async (request, _response, next) => {
    if ((await findOpenInvitation(parts, tokenHashOf(request))) !== null) open.add(request)
    next()
  }
}

export function isInvitationOpen(request: Request): boolean {
  return open.has(request)
}
