/** Bodies of operations on a linked account. They correspond to the controller's signals. */
import { z } from 'zod'
import { checkBackfill } from '../contracts/backfill-range.ts'
import { MAX_REASON_LENGTH } from '../contracts/pause-reason.ts'
import { Count, Day, line, NOT_AN_OBJECT } from './formats.ts'

export const NoBody = z.strictObject({}, NOT_AN_OBJECT).optional()

const reasonMistake = `must be a text of 1 to ${String(MAX_REASON_LENGTH)} characters`

export const PauseBody = z
  .strictObject(
    {
      reason: line(reasonMistake)
        .min(1, reasonMistake)
        .max(MAX_REASON_LENGTH, reasonMistake)
        .exactOptional()
        .meta({
          description: 'Note for operators, shown with the account and in Temporal.',
          examples: ['Asked for by the customer'],
        }),
    },
    NOT_AN_OBJECT,
  )
  .optional()

export const BackfillBody = z
  .strictObject(
    {
      from: Day,
      to: Day,
      dryRun: z.boolean('must be true or false').default(false).meta({
        description: 'Write nothing, only count what would be written: the resulting run shows it.',
      }),
    },
    NOT_AN_OBJECT,
  )
  .superRefine((body, context) => {
    const checked = checkBackfill(body)
    if (!('mistake' in checked)) return
    context.addIssue({
      code: 'custom',
      path: ['from'],
      message: checked.mistake.replace(/^from /, ''),
    })
  })
  .meta({
    id: 'Backfill',
    description: 'Days in the Pacific time zone, both included.',
    examples: [{ from: '2025-01-01', to: '2025-12-31', dryRun: true }],
  })

const rangeMistake = 'must be the range of a backfill as YYYY-MM-DD..YYYY-MM-DD'

/** The days of a backfill in a path, both included. */
export const BackfillRange = z
  .string(rangeMistake)
  .regex(/^\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}$/, rangeMistake)
  .meta({ examples: ['2025-01-01..2025-12-31'] })

export const CancelBackfillBody = z
  .strictObject(
    {
      dryRun: z
        .boolean('must be true or false')
        .default(false)
        .meta({ description: 'Cancel the dry run of the range instead.' }),
    },
    NOT_AN_OBJECT,
  )
  .default({ dryRun: false })

const WorkflowId = z.string().meta({
  description: 'Workflow in Temporal whose query `status` shows the result.',
  examples: ['account/22950'],
})

export const Accepted = z.object({ workflowId: WorkflowId }).meta({ id: 'Accepted' })

/** An operator's decision about rows has been stored; a run carries it out. */
export const Decided = z
  .object({
    workflowId: WorkflowId,
    rows: Count.meta({ description: 'Registrations that the decision affects.' }),
    syncAsked: z.boolean().meta({
      description:
        'Whether a run was requested. False if there is nothing to send, or while the account is paused or Temporal is unavailable: then the next run does it.',
    }),
  })
  .meta({ id: 'Decided' })
export type Decided = z.output<typeof Decided>
