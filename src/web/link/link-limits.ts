/**
 * How often the customer's pages may be asked, so that nobody guesses tokens or passwords with them. Junk that names no
 * open invitation is limited by itself, and stops no customer behind the same address.
 */
import type { RequestHandler } from 'express'
import { addressOf, rateLimit, type RateLimitOptions } from '../rate-limits.ts'
import type { LinkParts } from './link-parts.ts'
import { isInvitationKnown, isInvitationOpen } from './open-invitations.ts'
import { tooManyPage } from './pages/message-pages.ts'
import { tokenHashOf } from './token-hash.ts'

const AN_HOUR: Pick<RateLimitOptions, 'windowMs' | 'answer'> = {
  windowMs: 60 * 60 * 1000,
  answer: (response, until) => response.send(tooManyPage({ tryAgainAt: until })),
}

export interface LinkLimits {
  readonly submitsByAddress: RequestHandler
  readonly submitsByInvitation: RequestHandler
  /** Requests whose invitation nobody was given: one that is open can be looked at as often as anybody likes. */
  readonly unknownByAddress: RequestHandler
}

export function linkLimits(parts: LinkParts): LinkLimits {
  return {
    submitsByAddress: rateLimit(parts, {
      ...AN_HOUR,
      name: 'submitsByAddress',
      limit: 30,
      keyOf: addressOf,
      counts: isInvitationOpen,
    }),
    submitsByInvitation: rateLimit(parts, {
      ...AN_HOUR,
      name: 'submitsByInvitation',
      limit: 10,
      keyOf: tokenHashOf,
      counts: isInvitationOpen,
    }),
    unknownByAddress: rateLimit(parts, {
      ...AN_HOUR,
      name: 'unknownByAddress',
      limit: 60,
      keyOf: addressOf,
      counts: (request) => !isInvitationKnown(request),
    }),
  }
}
