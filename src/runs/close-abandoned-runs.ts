/**
 * Runs that somebody terminated, or whose time ran out, had no chance to close. The next run of the same kind
 * does it for them, before it takes up what they left.
 */
import type { BeginRunInput } from '../contracts/sync-activities.ts'
import type { Store } from '../store/database.ts'
import { countWebinars } from '../store/run-webinars.ts'
import { computeLedger } from './ledger.ts'

/**
 * Only for a run that has its lease: then no other six-hourly run of the account is at work, and no other run of
 * this backfill. The outcome is `failed`, because nobody knows whether it was meant to end; of the account it says
 * nothing. Should such a run come back all the same, it closes itself once more, with what it has done by then.
 */
export async function closeAbandonedRuns(
  store: Store,
  { on24ClientId, runKey, workflowId, kind }: BeginRunInput,
  now: Date,
): Promise<void> {
  await store.transaction().execute(async (tx) => {
    const abandoned = await tx
      .selectFrom('run')
      .select('run_key')
      .where('on24_client_id', '=', on24ClientId)
      .where('finished_at', 'is', null)
      .where('run_key', '!=', runKey)
      .$if(kind === 'sync', (runs) => runs.where('trigger', 'in', ['schedule', 'sync', 'link']))
      .$if(kind === 'backfill', (runs) => runs.where('workflow_id', '=', workflowId))
      .execute()
    for (const { run_key } of abandoned) {
      await tx
        .updateTable('run')
        .set({
          finished_at: now,
          outcome: 'failed',
          ledger: JSON.stringify(await computeLedger(tx, run_key)),
          webinars_read: await countWebinars(tx, run_key, ['read']),
        })
        .where('run_key', '=', run_key)
        .execute()
    }
  })
}
