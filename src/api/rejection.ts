/** Rows that could not be written, and why. Without their values: these documents hold no personal data. */
import { z } from 'zod'
import { Count, EventId, Instant } from './formats.ts'
import { PAGING } from './paging.ts'

export const REJECTED_BY = ['mapping', 'actOn'] as const

export const Rejection = z
  .object({
    on24RegistrantId: z.string().meta({ examples: ['612345678'] }),
    eventId: EventId,
    field: z
      .string()
      .nullable()
      .meta({ examples: ['Email Address'] }),
    reason: z.string(),
    source: z.enum(REJECTED_BY).meta({ description: 'Who refused the row.' }),
    firstSeenAt: Instant,
    lastTriedAt: Instant.meta({
      description: 'When it was last sent; without a try, when it was last read.',
    }),
    tries: Count.meta({ description: 'How many times it was sent to Act-On.' }),
  })
  .meta({ id: 'Rejection' })
export type Rejection = z.output<typeof Rejection>

const FILTER = {
  eventId: EventId.exactOptional(),
  source: z.enum(REJECTED_BY, `must be one of ${REJECTED_BY.join(', ')}`).exactOptional(),
}

export const RejectionQuery = z.strictObject({ ...FILTER, ...PAGING })
export const RejectionFilter = z.strictObject(FILTER)
