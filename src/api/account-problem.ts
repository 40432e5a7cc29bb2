/** Problems of an account: why, since when, and what to do. Holds no personal data. */
import { z } from 'zod'
import { TROUBLE_KINDS } from '../contracts/trouble.ts'
import { Count, EventId, Instant } from './formats.ts'
import { PAGING } from './paging.ts'

export const AccountProblem = z
  .object({
    kind: z.enum(TROUBLE_KINDS),
    eventId: EventId.nullable().meta({ description: 'Null for the whole account.' }),
    since: Instant,
    rows: Count.meta({
      description:
        'Registrations that wait until it is solved, or were dropped; 0 if it holds nothing back.',
    }),
    message: z.string().meta({
      examples: ['The list has lost its column ON24 Registrant ID; 3 contacts wait.'],
    }),
    nextStep: z
      .string()
      .meta({ description: 'What an operator can do about it, or that no action is needed.' }),
  })
  .meta({ id: 'AccountProblem' })
export type AccountProblem = z.output<typeof AccountProblem>

/** A problem of one webinar. */
export const WebinarProblem = AccountProblem.omit({ eventId: true }).meta({ id: 'WebinarProblem' })
export type WebinarProblem = z.output<typeof WebinarProblem>

export const ProblemQuery = z.strictObject({
  kind: z.enum(TROUBLE_KINDS, `must be one of ${TROUBLE_KINDS.join(', ')}`).exactOptional(),
  ...PAGING,
})
