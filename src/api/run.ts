/** Runs as shown to operators: only times and counts. */
import { z } from 'zod'
import { COMPARISON_KINDS } from '../contracts/comparison.ts'
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

export const Ledger = z
  .object({
    read: Count.meta({ description: 'Distinct registrations read.' }),
    carriedOver: Count.meta({ description: 'Taken from the store, not read by this run.' }),
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
      'Each registration is counted once: read + carriedOver = created + updated + unchanged + removed + filtered + rejected + pending.',
  })

export const Run = z
  .object({
    workflowId: z.string(),
    runId: z.string(),
    trigger: z.enum(RUN_TRIGGERS),
    comparison: z
      .enum(COMPARISON_KINDS)
      .nullable()
      .meta({ description: 'Null unless `trigger` is `compare`.' }),
    windowFrom: Instant.nullable().meta({ description: 'Null: everything up to windowTo.' }),
    windowTo: Instant,
    startedAt: Instant,
    finishedAt: Instant.nullable(),
    outcome: z.enum(RUN_OUTCOMES).nullable().meta({
      description:
        '`incomplete`: everything was tried, but rows of this run wait, or a webinar could not be read.',
    }),
    failure: z.string().nullable().meta({
      description:
        'Why it failed or is incomplete, and what to do. It stays after the account has recovered.',
    }),
    dryRun: z.boolean().meta({ description: 'A backfill that only counts what it would write.' }),
    webinars: z.object({ read: Count, of: Count }).meta({
      description:
        '`of`: the webinars of the run. `read`: those read, or no longer left to this run, for example because another run read them.',
    }),
    delivery: z.object({ done: Count, of: Count }).nullable().meta({
      description:
        'How many webinars are delivered so far, of those to be delivered; null once the run has ended, and for a dry run.',
    }),
    ledger: Ledger.meta({
      description:
        'For a running run: the counts so far. For a dry run: what would become of the registrations.',
    }),
    calls: z.object({ on24: Count, actOn: Count }),
    backfill: z
      .object({
        from: Day,
        to: Day,
        dryRun: z.boolean(),
        expectedEndAt: Instant.nullable().meta({
          description:
            'Estimated from its pace so far; null after it has ended, and until it has finished a webinar.',
        }),
        cancelAskedAt: Instant.nullable().meta({
          description: 'When an operator cancelled it; null once it has ended.',
        }),
      })
      .nullable()
      .meta({ description: 'Null unless the run is a backfill. Days in the Pacific time zone.' }),
  })
  .meta({ id: 'Run' })
export type Run = z.output<typeof Run>

/** A backfill whose cancel was asked for. Its last calls to the vendors may not have ended yet. */
export function isBeingCancelled({ backfill }: Pick<Run, 'backfill'>): boolean {
  return (backfill?.cancelAskedAt ?? null) !== null
}

export const RunQuery = z.strictObject({
  trigger: z.enum(RUN_TRIGGERS, `must be one of ${RUN_TRIGGERS.join(', ')}`).exactOptional(),
  outcome: z.enum(RUN_OUTCOMES, `must be one of ${RUN_OUTCOMES.join(', ')}`).exactOptional(),
  ...PAGING,
})
