/**
 * Rate limits of the customer's pages against guessing tokens and passwords. Requests without a known invitation have a
 * limit of their own, so that they do not block customers behind the same address.
 */
import type { RequestHandler } from 'express'
import { addressOf, rateLimit, type RateLimitOptions } from '../rate-limits.ts'
import type { Service } from '../../service.ts'
import { isInvitationKnown, isInvitationOpen } from './requested-invitation.ts'
import { tooManyPage } from './pages/message-pages.ts'
import { tokenHashOf } from './token-hash.ts'

const AN_HOUR: Pick<RateLimitOptions, 'windowMs' | 'answer'> = {
  windowMs: 60 * 60 * 1000,
  answer: (response, until) => response.send(tooManyPage({ tryAgainAt: until })),
}

export interface LinkLimits {
  readonly submitsByAddress: RequestHandler
  readonly submitsByInvitation: RequestHandler
  /** Only requests with an unknown invitation count: the page of an open one may be loaded any number of times. */
  readonly unknownByAddress: RequestHandler
}

export function linkLimits(parts: Service): LinkLimits {
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
