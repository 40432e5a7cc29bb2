/** Paging, the same for every list of the API. */
import { z } from 'zod'
import { documentedAs } from './documented-as.ts'

const MAX_LIMIT = 200
const DEFAULT_LIMIT = 50

const limitMistake = `must be a whole number from 1 to ${String(MAX_LIMIT)}`
export const cursorMistake = 'must be the nextCursor of the previous page'

/** Base64url: see page-cursor.ts. */
export const Cursor = z.string(cursorMistake).regex(/^[\w-]{1,1000}$/, cursorMistake)

export const PAGING = {
  limit: z
    .string(limitMistake)
    .regex(/^\d{1,4}$/, limitMistake)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= MAX_LIMIT, limitMistake)
    .prefault(String(DEFAULT_LIMIT))
    .meta(
      documentedAs({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT }),
    ),
  cursor: Cursor.exactOptional().meta({
    description: 'The `nextCursor` of the previous page; keep the other parameters the same.',
  }),
}

export const Paging = z.strictObject(PAGING)

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Send it as `cursor` for the next page; null on the last page.' }),
  })
}

/** A boolean in a query or a form. */
export function flag() {
  const mistake = 'must be true or false'
  return z
    .enum(['true', 'false'], mistake)
    .transform((word) => word === 'true')
    .meta(documentedAs({ type: 'boolean' }))
}
