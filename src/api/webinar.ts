/** Webinars of an account, and their lists in Act-On. */
import { z } from 'zod'
import { WebinarProblem } from './account-problem.ts'
import { Count, EventId, Instant, NOT_AN_OBJECT, Search } from './formats.ts'
import { flag, PAGING } from './paging.ts'

export const Webinar = z
  .object({
    eventId: EventId,
    title: z.string().nullable(),
    startsAt: Instant.nullable().meta({
      description: 'Null until ON24 gives it. A backfill selects by its day in Pacific time.',
    }),
    listId: z.string().nullable(),
    listName: z.string().nullable(),
    contacts: Count.meta({ description: 'Contacts that Act-On confirmed in the list.' }),
    held: Count.meta({ description: "Removals that wait for an operator's decision." }),
    pending: Count.meta({ description: 'Contacts that wait to be written or removed.' }),
    problem: WebinarProblem.nullable().meta({
      description: 'The oldest problem; the list of problems has all of them.',
    }),
    lastReadAt: Instant.nullable(),
    settled: z.boolean().meta({ description: 'Not read again until ON24 reports a change.' }),
    excluded: z.boolean(),
  })
  .meta({ id: 'Webinar' })
export type Webinar = z.output<typeof Webinar>

export const WebinarQuery = z.strictObject({
  settled: flag().exactOptional(),
  excluded: flag().exactOptional(),
  problem: flag().exactOptional().meta({ description: 'With a problem, or without.' }),
  search: Search.exactOptional().meta({
    description: 'Part of the title, or the beginning of the event id.',
  }),
  ...PAGING,
})

export const WebinarChange = z
  .strictObject(
    {
      excluded: z.boolean('must be true or false').meta({
        description:
          'True: the webinar is no longer read or written, and its pending changes are dropped. Its list stays as it is. False: the next run reads all of it.',
      }),
    },
    NOT_AN_OBJECT,
  )
  .meta({ id: 'WebinarChange' })

export const HeldDecision = z
  .strictObject(
    {
      apply: z.boolean('must be true or false').meta({
        description:
          'True: a run that starts at once makes the removals. False: they are dropped, until ON24 reports a change of these registrations.',
      }),
    },
    NOT_AN_OBJECT,
  )
  .meta({ id: 'HeldDecision' })
