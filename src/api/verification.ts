/** Comparisons of Act-On with ON24, and what they found: ids and names of columns, never values. */
import { z } from 'zod'
import { COMPARISON_KINDS } from '../contracts/comparison.ts'
import { FINDING_KINDS } from '../contracts/finding.ts'
import { Count, EventId, Instant, NOT_AN_OBJECT } from './formats.ts'
import { flag, PAGING } from './paging.ts'

export const VerifyBody = z
  .strictObject(
    {
      repair: z.boolean('must be true or false').default(false).meta({
        description:
          'Restore missing rows and edited cells, and remove rows that should not be there. Otherwise nothing is written.',
      }),
    },
    NOT_AN_OBJECT,
  )
  .prefault({})
  .meta({ id: 'Verify', examples: [{ repair: true }] })

export const Verification = z
  .object({
    startedAt: Instant.meta({ description: 'Names it in the path of its findings.' }),
    finishedAt: Instant.nullable(),
    kind: z.enum(COMPARISON_KINDS),
    repair: z.boolean(),
    workflowId: z.string().meta({ description: 'With `runId`: the run of the comparison.' }),
    runId: z.string(),
    lists: Count.meta({
      description: 'Lists compared so far. Webinars without a list are read, too, and not counted.',
    }),
    contacts: Count.meta({ description: 'Their rows that belong to a registration of ours.' }),
    missing: Count.meta({ description: 'Written people without a row.' }),
    extra: Count.meta({ description: 'Rows that we wrote and that should not be there.' }),
    duplicate: Count.meta({ description: 'Further rows with the same address and registrant id.' }),
    different: Count.meta({ description: 'Rows that ON24 has changed since they were written.' }),
    userEdited: Count.meta({ description: 'Rows with cells that a user changed.' }),
    repaired: Count.meta({ description: 'Findings of all kinds that were repaired since.' }),
  })
  .meta({ id: 'Verification' })
export type Verification = z.output<typeof Verification>

export const Finding = z
  .object({
    eventId: EventId,
    kind: z.enum(FINDING_KINDS).meta({
      description:
        '`listGone`, `listMoved` and `columnMissing` are about the whole list: deleted, no longer in the account’s folder, or without one of our columns.',
    }),
    on24RegistrantId: z
      .string()
      .nullable()
      .meta({ description: 'Null: the finding is about the whole list.' }),
    columns: z.array(z.string()).meta({
      description: 'Headings of the cells that differ, or of the columns that are gone.',
      examples: [['Company', 'Status']],
    }),
    repairedAt: Instant.nullable(),
  })
  .meta({ id: 'Finding' })
export type Finding = z.output<typeof Finding>

export const VerificationQuery = z.strictObject({
  repair: flag()
    .exactOptional()
    .meta({ description: 'Repairs, or comparisons that wrote nothing.' }),
  ...PAGING,
})

const kindMistake = `must be one of ${FINDING_KINDS.join(', ')}`

export const FindingQuery = z.strictObject({
  kind: z.enum(FINDING_KINDS, kindMistake).exactOptional(),
  eventId: EventId.exactOptional(),
  repaired: flag().exactOptional(),
  ...PAGING,
})

/** As `startedAt` of a verification spells it. */
export const StartedAt = z.iso.datetime()
