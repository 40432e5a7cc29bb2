/** The audit trail, as operators read it: who did what, and with what result. */
import { z } from 'zod'
import { Instant } from './formats.ts'

export const AuditEntry = z
  .object({
    at: Instant,
    actor: z.string().meta({
      description: '`operator:<name>`, `invitation`, `temporal` or `service`.',
      examples: ['operator:ana'],
    }),
    action: z.string().meta({ examples: ['paused'] }),
    about: z.string().nullable().meta({
      description:
        'The id of a webinar, the range of a backfill, the names of the fields that were changed, or what Act-On calls a time zone that is unknown.',
    }),
    result: z.string().meta({ description: '`ok`, or the reason as one word.' }),
    address: z.string().nullable().meta({ description: 'Null when nobody called.' }),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.output<typeof AuditEntry>
