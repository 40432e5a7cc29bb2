/** GET /accounts/:id/audit: newest first. It outlives the account. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { findAccount } from '../../store/accounts.ts'
import { type AuditEntry, listAudit } from '../../store/audit.ts'
import { notRegistered } from './account-of.ts'
import type { ApiParts } from './api-parts.ts'
import { parse, parseClientId } from './parse.ts'

const MOST = 200

const limitMistake = `must be a whole number from 1 to ${String(MOST)}`
const cursorMistake = 'must be the nextCursor of the page before'

const Query = z.strictObject({
  limit: z
    .string(limitMistake)
    .regex(/^\d{1,4}$/, limitMistake)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= MOST, limitMistake)
    .prefault('50'),
  cursor: z
    .string(cursorMistake)
    .regex(/^\d{1,18}$/, cursorMistake)
    .optional(),
})

export function getAudit({ store }: Pick<ApiParts, 'store'>): RequestHandler {
  return async (request, response) => {
    const on24ClientId = parseClientId(request.params['id'])
    const { limit, cursor } = parse(Query, request.query)
    const page = { limit: limit + 1, ...(cursor !== undefined && { beforeId: cursor }) }
    const entries = await listAudit(store, on24ClientId, page)
    const isKnown = entries.length > 0 || (await findAccount(store, on24ClientId)) !== undefined
    if (!isKnown) notRegistered(on24ClientId)
    const items = entries.slice(0, limit)
    // The embedded store gives the id as a number.
    const nextCursor = entries.length > limit ? String(items.at(-1)?.id) : null
    response.json({ items: items.map(itemOf), nextCursor })
  }
}

function itemOf({ at, actor, action, result, address }: AuditEntry) {
  return { at: at.toISOString(), actor, action, result, address }
}
