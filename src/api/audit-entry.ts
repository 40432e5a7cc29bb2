/** The audit trail as shown to operators: who did what, and with what result. */
import { z } from 'zod'
import { AUDIT_ACTIONS } from '../contracts/audit-words.ts'
import { Instant } from './formats.ts'
import { PAGING } from './paging.ts'

export const AuditEntry = z
  .object({
    at: Instant,
    actor: z.string().meta({
      description: '`operator:<name>`, `invitation`, `statusLink`, `temporal` or `service`.',
      examples: ['operator:ana'],
    }),
    action: z.string().meta({ examples: ['paused'] }),
    about: z.string().nullable().meta({
      description:
        'The id of a webinar, the range of a backfill, the names of the changed fields, or the unknown time zone that Act-On gave.',
    }),
    result: z.string().meta({ description: '`ok`, or the reason in one word.' }),
    sentence: z.string().meta({
      description: 'The entry in words, with the reason of a refusal.',
      examples: ['Operator ana paused the account.'],
    }),
    address: z.string().nullable().meta({ description: 'Null if there was no request.' }),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.output<typeof AuditEntry>

export const AuditQuery = z.strictObject({
  action: z.enum(AUDIT_ACTIONS, `must be one of ${AUDIT_ACTIONS.join(', ')}`).exactOptional(),
  ...PAGING,
})
