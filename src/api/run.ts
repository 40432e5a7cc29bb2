/** Runs, as operators see them: times, and counts only. */
import { z } from 'zod'
import { RUN_OUTCOMES, type RunTrigger } from '../contracts/run.ts'
import { Count, Day, Instant } from './formats.ts'
import { PAGING } from './paging.ts'

export const RUN_TRIGGERS = [
  'schedule',
  'sync',
  'link',
  'backfill',
  'compare',
] as const satisfies readonly RunTrigger[]

const Ledger = z
  .object({
    read: Count.meta({ description: 'Distinct registrations read.' }),
    carriedOver: Count.meta({ description: 'Taken up from the store and not read by this run.' }),
    created: Count,
    updated: Count,
    unchanged: Count,
    removed: Count,
    filtered: z.record(z.string(), Count).meta({ description: 'By reason.' }),
    rejected: Count,
    pending: Count,
  })
  .meta({
    id: 'Ledger',
    description:
      'Each registration once: read + carriedOver = created + updated + unchanged + removed + filtered + rejected + pending.',
  })

export const Run = z
  .object({
    workflowId: z.string(),
    runId: z.string(),
    trigger: z.enum(RUN_TRIGGERS),
    windowFrom: Instant.nullable().meta({ description: 'Null: read from the beginning.' }),
    windowTo: Instant,
    startedAt: Instant,
    finishedAt: Instant.nullable(),
    outcome: z.enum(RUN_OUTCOMES).nullable().meta({
      description:
        '`incomplete`: everything was tried, and rows of this run wait, or a webinar could not be read.',
    }),
    failure: z.string().nullable().meta({
      description:
        'Why it failed or is incomplete, and what to do: it stays when the account goes on.',
    }),
    dryRun: z.boolean().meta({ description: 'A backfill that only says what it would write.' }),
    webinars: z.object({ read: Count, of: Count }).meta({
      description:
        'To be read by the run, and done: read, or no longer to be read by it, as after another run read it.',
    }),
    ledger: Ledger.meta({ description: 'Of a run that is at work: what it has counted so far.' }),
    calls: z.object({ on24: Count, actOn: Count }),
    backfill: z
      .object({
        from: Day,
        to: Day,
        dryRun: z.boolean(),
        expectedEndAt: Instant.nullable().meta({
          description:
            'By its pace so far; null when it has ended, or has finished no webinar yet.',
        }),
      })
      .nullable()
      .meta({ description: 'Null for a run that is no backfill. Days are those of the Pacific.' }),
  })
  .meta({ id: 'Run' })
export type Run = z.output<typeof Run>

export const RunQuery = z.strictObject({
  trigger: z.enum(RUN_TRIGGERS, `must be one of ${RUN_TRIGGERS.join(', ')}`).exactOptional(),
  outcome: z.enum(RUN_OUTCOMES, `must be one of ${RUN_OUTCOMES.join(', ')}`).exactOptional(),
  ...PAGING,
})
