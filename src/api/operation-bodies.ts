/** What operators ask of an account that is at work. The bodies are those of the controller's signals. */
import { z } from 'zod'
import { checkBackfill } from '../contracts/backfill-range.ts'
import { MAX_REASON_LENGTH } from '../contracts/pause-reason.ts'
import { Count, Day, line, NO_OBJECT } from './formats.ts'

export const NoBody = z.strictObject({}, NO_OBJECT).optional()

const reasonMistake = `must be a text of 1 to ${String(MAX_REASON_LENGTH)} characters`

export const PauseBody = z
  .strictObject(
    {
      reason: line(reasonMistake)
        .min(1, reasonMistake)
        .max(MAX_REASON_LENGTH, reasonMistake)
        .exactOptional()
        .meta({
          description: 'For operators: shown with the account and in Temporal.',
          examples: ['Asked for by the customer'],
        }),
    },
    NO_OBJECT,
  )
  .optional()

export const BackfillBody = z
  .strictObject(
    {
      from: Day,
      to: Day,
      dryRun: z
        .boolean('must be true or false')
        .default(false)
        .meta({ description: 'Only say what would be written: see the run that this makes.' }),
    },
    NO_OBJECT,
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
    description: 'Days of the Pacific time zone, both included.',
    examples: [{ from: '2025-01-01', to: '2025-12-31', dryRun: true }],
  })

const WorkflowId = z.string().meta({
  description: 'Whose query `status` says in Temporal what became of it.',
  examples: ['account/22950'],
})

export const Accepted = z.object({ workflowId: WorkflowId }).meta({ id: 'Accepted' })

/** Of rows that an operator has decided about: the decision is stored, and a run carries it out. */
export const Decided = z
  .object({
    workflowId: WorkflowId,
    rows: Count.meta({ description: 'Registrations that the decision is about.' }),
    syncAsked: z.boolean().meta({
      description:
        'A run was asked for. Not when nothing is to be sent, nor while the account is paused or Temporal is away: then the next run does it.',
    }),
  })
  .meta({ id: 'Decided' })
export type Decided = z.output<typeof Decided>
