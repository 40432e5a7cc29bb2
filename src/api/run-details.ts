/** One run in detail: its webinars, and its rows that wait or were rejected. Holds no personal data. */
import { z } from 'zod'
import { READ_STATES } from '../contracts/run.ts'
import { Count, EventId, Instant } from './formats.ts'
import { flag, PAGING } from './paging.ts'
import { Ledger } from './run.ts'

export const RunWebinar = z
  .object({
    eventId: EventId,
    title: z.string().nullable(),
    state: z.enum(READ_STATES).meta({
      description:
        '`toRead`: still to be read. `skipped`: ON24 no longer has it, or another run has read it. `notRead`: this run only delivers rows that waited before.',
    }),
    failure: z.string().nullable().meta({ description: 'Why it could not be read.' }),
    delivered: z
      .boolean()
      .meta({ description: 'The run has tried to deliver all that it had for its list.' }),
    refusal: z.string().nullable().meta({
      description:
        'How Act-On refused calls to its list in this run, also for single contacts of it.',
    }),
    takenOver: Count.meta({
      description:
        'Rows among the pending and rejected ones that another run has taken over since: that run writes them, and counts them too.',
    }),
    ledger: Ledger,
  })
  .meta({ id: 'RunWebinar' })
export type RunWebinar = z.output<typeof RunWebinar>

export const RunWebinarQuery = z.strictObject({
  state: z.enum(READ_STATES, `must be one of ${READ_STATES.join(', ')}`).exactOptional(),
  waiting: flag().exactOptional().meta({ description: 'With pending rows, or without.' }),
  rejected: flag().exactOptional().meta({ description: 'With rejected rows, or without.' }),
  ...PAGING,
})

export const ROW_STATES = ['pending', 'held', 'rejected'] as const

export const RunRow = z
  .object({
    on24RegistrantId: z.string().meta({ examples: ['612345678'] }),
    eventId: EventId,
    state: z.enum(ROW_STATES).meta({
      description: "`held`: a removal that waits for an operator's decision.",
    }),
    removal: z.boolean().meta({ description: 'The row is to be removed, not written.' }),
    reason: z.string().meta({ description: 'Why it waits, or why it was rejected.' }),
    field: z.string().nullable().meta({ description: 'The column for which it was rejected.' }),
    since: Instant,
    lastTriedAt: Instant.nullable(),
    tries: Count.meta({ description: 'How many times it was sent to Act-On.' }),
  })
  .meta({ id: 'RunRow' })
export type RunRow = z.output<typeof RunRow>

export const RunRowQuery = z.strictObject({
  state: z.enum(ROW_STATES, `must be one of ${ROW_STATES.join(', ')}`).exactOptional(),
  eventId: EventId.exactOptional(),
  ...PAGING,
})
