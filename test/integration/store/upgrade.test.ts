/** A database that an earlier version filled keeps everything when a later one opens it. */
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { expect, test } from 'vitest'
import { MIGRATIONS } from '../../../src/store/migrations/index.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import type { Database } from '../../../src/store/schema.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import { getRun, type NewRun, openRun } from '../../../src/store/runs/runs.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storeHeld, storeWebinar } from '../../support/rows/waiting-rows.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'

const AT = new Date('2026-05-01T06:00:00Z')

function kyselyOf(databaseUrl: string): Store {
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: databaseUrl }) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}

const RUN: NewRun = {
  ...{ runKey: 'account-sync/1-x/first', on24ClientId: '1', workflowId: 'account-sync/1-x' },
  ...{ runId: 'first', trigger: 'schedule', windowFrom: null, windowTo: AT, startedAt: AT },
}

/** Brings the tables to the state after this migration. */
async function databaseOf(databaseUrl: string, last: string): Promise<Store> {
  const store = kyselyOf(databaseUrl)
  const provider = { getMigrations: () => Promise.resolve(MIGRATIONS) }
  const { error } = await new Migrator({ db: store, provider }).migrateTo(last)
  expect(error).toBeUndefined()
  return store
}

const EARLIER = Object.keys(MIGRATIONS).slice(0, -1)

test.for(EARLIER)(
  'a database after %s, with an open run and waiting rows',
  async (last, context) => {
    const databaseUrl = await emptyDatabase(context)
    const before = await databaseOf(databaseUrl, last)
    await storeAccount(before, '1', { createdAt: AT })
    const place = { on24ClientId: '1', eventId: '501', at: AT }
    await storeWebinar(before, place)
    await storeHeld(before, place, ['1', '2'])
    await openRun(before, RUN)
    const rowsOf = (store: Store) => store.selectFrom('waitingRow').selectAll().execute()
    const rows = await rowsOf(before)
    await before.destroy()

    const after = await openStore({ databaseUrl })
    try {
      expect(await getAccount(after, '1')).toMatchObject({ on24ClientId: '1' })
      expect(await rowsOf(after)).toMatchObject(rows)
      expect(await getRun(after, RUN.runKey)).toMatchObject({ finishedAt: null, runId: 'first' })
    } finally {
      await after.destroy()
    }
  },
)
