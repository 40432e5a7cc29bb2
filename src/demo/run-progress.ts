/** How far a run is, from the store, in words that fit a column. */
import { sql } from 'kysely'
import { computeLedger } from '../runs/ledger.ts'
import type { Store } from '../store/database.ts'
import type { Run } from '../store/runs.ts'

export async function runProgress(store: Store, run: Run): Promise<string> {
  const { done, of } = await webinarCounts(store, run.run_key)
  if (of === 0 && run.outcome === null) return 'discovering'
  const { created, updated } = await computeLedger(store, run.run_key)
  const written = `${String(created + updated)} written`
  return run.outcome === null
    ? `${String(done)}/${String(of)} webinars, ${written}`
    : `${run.outcome}, ${written}`
}

async function webinarCounts(store: Store, runKey: string) {
  return store
    .selectFrom('run_webinar')
    .select([
      sql<number>`count(*) filter (where read_state not in ('toRead', 'notRead'))::float8`.as(
        'done',
      ),
      sql<number>`count(*) filter (where read_state <> 'notRead')::float8`.as('of'),
    ])
    .where('run_key', '=', runKey)
    .executeTakeFirstOrThrow()
}
