/** One line about a run under way, from the store. */
import { sql } from 'kysely'
import { computeLedger } from '../runs/ledger.ts'
import type { Store } from '../store/database.ts'
import type { Run } from '../store/runs.ts'

export async function progressLine(store: Store, name: string, run: Run): Promise<string> {
  const { done, of } = await webinarCounts(store, run.run_key)
  const ledger = await computeLedger(store, run.run_key)
  const written = ledger.created + ledger.updated
  const end = run.outcome === null ? '' : `  → ${run.outcome}`
  return (
    `  ${name.padEnd(24)} webinars read ${String(done).padStart(3)} of ${String(of).padEnd(3)}` +
    `  contacts read ${String(ledger.read).padStart(5)}, written ${String(written).padStart(5)}${end}`
  )
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
