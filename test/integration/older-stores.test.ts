/** A store of an earlier version is brought up to date with what it holds. */
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, onTestFinished, test } from 'vitest'
import { MIGRATIONS } from '../../src/store/migrations/index.ts'
import type { Database } from '../../src/store/schema.ts'

test('from before problems: nobody is late for it, and nothing waits any more of what is left out', async () => {
  const pglite = new PGlite()
  await pglite.waitReady
  const store = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) })
  onTestFinished(() => store.destroy())
  const provider = { getMigrations: () => Promise.resolve(MIGRATIONS) }
  const migrator = new Migrator({ db: store, provider })
  expect((await migrator.migrateTo('003-operating')).error).toBeUndefined()
  for (const statement of STATEMENTS) await sql.raw(statement).execute(store)

  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  const quiet = await store.selectFrom('account').select('quiet_since').execute()
  expect(quiet).toEqual([{ quiet_since: new Date('2026-06-01T00:00:00Z') }])
  const waiting = await store.selectFrom('waiting_row').select(['event_id', 'state']).execute()
  expect(waiting).toEqual([{ event_id: '2', state: 'pending' }])
  const left = await store
    .selectFrom('run_webinar')
    .select(['event_id', 'left_pending', 'left_rejected'])
    .orderBy('event_id')
    .execute()
  expect(left).toEqual([
    { event_id: '1', left_pending: 2, left_rejected: 1 },
    { event_id: '2', left_pending: 0, left_rejected: 0 },
  ])
})

/** An account with two webinars, the first of which is left out, and a run that counts what waits of both. */
const STATEMENTS = [
  `insert into account (on24_client_id, name, region, act_on_region, time_zone, time_zone_chosen, linked_at,
    last_success_at, created_at)
   values ('1', 'A', 'na', 'na', 'UTC', false, '2026-01-01Z', '2026-06-01Z', '2026-01-01Z')`,
  `insert into webinar (on24_client_id, event_id, content_type, is_test_event, excluded)
   values ('1', '1', 'webcast', false, true), ('1', '2', 'webcast', false, false)`,
  `insert into run (run_key, on24_client_id, workflow_id, run_id, trigger, window_to, started_at)
   values ('run', '1', 'w', 'r', 'schedule', '2026-06-01Z', '2026-06-01Z')`,
  `insert into run_webinar (run_key, event_id, read_state, delivery_state)
   values ('run', '1', 'read', 'open'), ('run', '2', 'read', 'open')`,
  `insert into waiting_row (on24_client_id, event_id, registrant_id, action, state, address_hash,
    registration_hash, activity_hash, cells_mask, attended, run_key, read_started_at, first_seen_at)
   select '1', event_id, registrant_id, 'upsert', state, '', '', '', 0, false, 'run', '2026-06-01Z', '2026-06-01Z'
   from (values ('1', '1', 'pending'), ('1', '2', 'held'), ('1', '3', 'rejected'), ('2', '1', 'pending'))
     as waiting (event_id, registrant_id, state)`,
]
