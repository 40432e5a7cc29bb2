/** Why one person's contacts in Act-On look as they do. Without values: these documents hold no personal data. */
import { z } from 'zod'
import { CELL_GROUPS, JOURNAL_DECISIONS, JOURNAL_OUTCOMES } from '../contracts/journal.ts'
import { Count, EventId, Instant, line, NOT_AN_OBJECT } from './formats.ts'

const registrantMistake = 'must be the ON24 registrant id (eventuserid) as a string of digits'
const emailMistake = 'must be an e-mail address of 1 to 500 characters'
const eitherMistake = 'or email must be given, and not both'

export const ExplainBody = z
  .strictObject(
    {
      registrantId: z
        .string(registrantMistake)
        .regex(/^\d{1,20}$/, registrantMistake)
        .exactOptional()
        .meta({
          description: "The registration's `eventuserid` in ON24.",
          examples: ['612345678'],
        }),
      email: line(emailMistake).min(1, emailMistake).max(500, emailMistake).exactOptional().meta({
        description:
          'The address, as ON24 has it or had it. People who are forgotten in ON24 are found by registrant id only.',
      }),
      eventId: EventId.exactOptional(),
    },
    NOT_AN_OBJECT,
  )
  .superRefine(({ registrantId, email }, context) => {
    if ((registrantId === undefined) !== (email === undefined)) return
    context.addIssue({ code: 'custom', path: ['registrantId'], message: eitherMistake })
  })
  .meta({
    id: 'Explain',
    description: 'Either `registrantId` or `email`, in all webinars or in one.',
    examples: [{ registrantId: '612345678' }],
  })
export type ExplainBody = z.output<typeof ExplainBody>

export const ExplainedChange = z
  .object({
    seenAt: Instant.meta({ description: 'When the read or the comparison began that led to it.' }),
    endedAt: Instant.nullable().meta({ description: 'Null while it waits.' }),
    changed: z
      .array(z.enum(CELL_GROUPS))
      .meta({ description: 'Which groups of cells had changed; never their values.' }),
    attended: z.boolean().meta({ description: 'Whether the row is to have the Status Attended.' }),
    decision: z.enum(JOURNAL_DECISIONS),
    outcome: z.enum([...JOURNAL_OUTCOMES, 'pending', 'held']),
    reason: z.string().nullable().meta({
      description:
        'Why it was removed, left out, kept, rejected or written again; the columns that a comparison found different.',
    }),
    message: z.string(),
    run: z.object({ workflowId: z.string(), runId: z.string() }).nullable().meta({
      description:
        'The run in which it ended, or that has it while it waits; null if that is not known, for example because two runs worked on the webinar at that time.',
    }),
  })
  .meta({ id: 'ExplainedChange' })
export type ExplainedChange = z.output<typeof ExplainedChange>

export const Explanation = z
  .object({
    eventId: EventId,
    title: z.string().nullable(),
    listId: z.string().nullable(),
    listName: z.string().nullable(),
    on24RegistrantId: z.string(),
    row: z.enum(['inList', 'maybeInList', 'notInList']).meta({
      description: 'By what Act-On confirmed, or by the newest comparison if that is newer.',
    }),
    status: z.enum(['Registered', 'Attended']).nullable().meta({
      description:
        'As Act-On confirmed it; null without a row, and for a row that Act-On has not confirmed.',
    }),
    confirmedAt: Instant.nullable(),
    explanation: z.string().meta({ description: 'Why the contact looks as it does, in words.' }),
    changes: z.array(ExplainedChange).meta({ description: 'Newest first, at most 101.' }),
    earlierChanges: Count.meta({ description: 'How many earlier changes are left out.' }),
  })
  .meta({ id: 'Explanation' })
export type Explanation = z.output<typeof Explanation>
