/**
 * Rate limits of the customer's pages against guessing tokens and passwords. Requests without a known token have a
 * limit of their own, so that they do not block customers behind the same address.
 */
import type { Request, RequestHandler } from 'express'
import { addressOf, rateLimit, type RateLimitOptions } from '../rate-limits.ts'
import type { Service } from '../../service.ts'
import { isInvitationKnown, isInvitationOpen } from './requested-invitation.ts'
import { tooManyPage } from './pages/message-pages.ts'
import { tokenHashOf } from './token-hash.ts'

const HOUR_MS = 60 * 60 * 1000

export function hourlyLimit(
  parts: Service,
  options: Omit<RateLimitOptions, 'windowMs' | 'answer'>,
): RequestHandler {
  return rateLimit(parts, {
    ...options,
    windowMs: HOUR_MS,
    answer: (response, until) => {
      const waitMs = until.getTime() - parts.now().getTime()
      response.send(tooManyPage(parts.config.operator, { tryAgainAt: until, waitMs }))
    },
  })
}

/**
 * Only requests with an unknown token count, those for invitations and for status links together: a page that is known
 * may be loaded any number of times.
 */
export function unknownByAddress(
  parts: Service,
  isKnown: (request: Request) => boolean,
): RequestHandler {
  return hourlyLimit(parts, {
    name: 'unknownByAddress',
    limit: 60,
    keyOf: addressOf,
    counts: (request) => !isKnown(request),
  })
}

export interface LinkLimits {
  readonly submitsByAddress: RequestHandler
  readonly submitsByInvitation: RequestHandler
  readonly unknownByAddress: RequestHandler
}

export function linkLimits(parts: Service): LinkLimits {
  return {
    submitsByAddress: hourlyLimit(parts, {
      name: 'submitsByAddress',
      limit: 30,
      keyOf: addressOf,
      counts: isInvitationOpen,
    }),
    submitsByInvitation: hourlyLimit(parts, {
      name: 'submitsByInvitation',
      limit: 10,
      keyOf: tokenHashOf,
      counts: isInvitationOpen,
    }),
    unknownByAddress: unknownByAddress(parts, isInvitationKnown),
  }
}
