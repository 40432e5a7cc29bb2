/** Every list of the API is read page by page, in the same way. */
import { z } from 'zod'
import { shownAs } from './shown-as.ts'

const MOST = 200
const DEFAULT = 50

const limitMistake = `must be a whole number from 1 to ${String(MOST)}`
export const cursorMistake = 'must be the nextCursor of the page before'

/** Base64 of the URL kind: see page-cursor.ts. */
export const Cursor = z.string(cursorMistake).regex(/^[\w-]{1,1000}$/, cursorMistake)

export const PAGING = {
  limit: z
    .string(limitMistake)
    .regex(/^\d{1,4}$/, limitMistake)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= MOST, limitMistake)
    .prefault(String(DEFAULT))
    .meta(shownAs({ type: 'integer', minimum: 1, maximum: MOST, default: DEFAULT })),
  cursor: Cursor.exactOptional().meta({
    description: 'The `nextCursor` of the page before, with the same other parameters.',
  }),
}

export const Paging = z.strictObject(PAGING)

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'To be sent as `cursor` for the next page; null on the last one.' }),
  })
}

/** A filter that can only be on or off. */
export function flag() {
  const mistake = 'must be true or false'
  return z
    .enum(['true', 'false'], mistake)
    .transform((word) => word === 'true')
    .meta(shownAs({ type: 'boolean' }))
}
