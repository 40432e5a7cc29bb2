/** Rate limits of the customer's own page: against guessing its token, and against making invitations without end. */
import type { RequestHandler } from 'express'
import type { Service } from '../../service.ts'
import { hourlyLimit, unknownByAddress } from '../link/link-limits.ts'
import { tokenHashOf } from '../link/token-hash.ts'
import { addressOf } from '../rate-limits.ts'
import { asksForInvitation, isStatusLinkKnown } from './requested-status-link.ts'

export interface StatusLimits {
  readonly unknownByAddress: RequestHandler
  readonly relinksByLink: RequestHandler
  readonly relinksByAddress: RequestHandler
}

export function statusLimits(parts: Service): StatusLimits {
  return {
    unknownByAddress: unknownByAddress(parts, isStatusLinkKnown),
    relinksByLink: hourlyLimit(parts, {
      name: 'relinksByLink',
      limit: 10,
      keyOf: tokenHashOf,
      counts: asksForInvitation,
    }),
    relinksByAddress: hourlyLimit(parts, {
      name: 'relinksByAddress',
      limit: 30,
      keyOf: addressOf,
      counts: asksForInvitation,
    }),
  }
}
