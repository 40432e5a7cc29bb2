/** The state of the invitation that a request names, loaded once, for the rate limits that run before the form is read. */
import type { Request, RequestHandler } from 'express'
import { findOpenInvitation } from '../../accounts/invitations.ts'
import { findInvitation } from '../../store/visitors/invitations.ts'
import type { Service } from '../../service.ts'
import { tokenHashOf } from './token-hash.ts'

const open = new WeakSet<Request>()
const known = new WeakSet<Request>()

export function loadInvitation(parts: Service): RequestHandler {
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

/** Includes used ones, because a browser may repeat the form that used it. Neither kind can be guessed. */
export function isInvitationKnown(request: Request): boolean {
  return known.has(request)
}
