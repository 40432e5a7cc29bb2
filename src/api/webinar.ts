/** Webinars of an account, and the lists that they have in Act-On. */
import { z } from 'zod'
import { WebinarProblem } from './account-problem.ts'
import { Count, EventId, Instant, NO_OBJECT } from './formats.ts'
import { flag, PAGING } from './paging.ts'

export const Webinar = z
  .object({
    eventId: EventId,
    title: z.string().nullable(),
    startsAt: Instant.nullable().meta({
      description: 'Null while ON24 has not said. A backfill takes it by its day in Pacific time.',
    }),
    listId: z.string().nullable(),
    listName: z.string().nullable(),
    contacts: Count.meta({ description: 'That Act-On confirmed in the list.' }),
    held: Count.meta({ description: 'Removals that wait for a decision.' }),
    pending: Count.meta({ description: 'Contacts that wait to be written or removed.' }),
    problem: WebinarProblem.nullable().meta({
      description: 'The oldest one; all of them are in the list of problems.',
    }),
    lastReadAt: Instant.nullable(),
    settled: z.boolean().meta({ description: 'Not read again until ON24 names it as changed.' }),
    excluded: z.boolean(),
  })
  .meta({ id: 'Webinar' })
export type Webinar = z.output<typeof Webinar>

export const WebinarQuery = z.strictObject({
  settled: flag().exactOptional(),
  excluded: flag().exactOptional(),
  ...PAGING,
})

export const WebinarChange = z
  .strictObject(
    {
      excluded: z.boolean('must be true or false').meta({
        description:
          'Excluded: neither read nor written any more, and what waits of it is dropped. Its list stays as it is. Included: the next run reads it whole.',
      }),
    },
    NO_OBJECT,
  )
  .meta({ id: 'WebinarChange' })

export const HeldDecision = z
  .strictObject(
    {
      apply: z.boolean('must be true or false').meta({
        description:
          'True: the removals are made, by a run that is started at once. False: they are dropped until ON24 says something else of these people.',
      }),
    },
    NO_OBJECT,
  )
  .meta({ id: 'HeldDecision' })
