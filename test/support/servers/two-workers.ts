/** One store for two workers, with separate connections on PostgreSQL, otherwise shared in one process. */
import { sql } from 'kysely'
import { onTestFinished, type TestContext } from 'vitest'
import { openStore, type Store } from '../../../src/store/database.ts'
import { emptyDatabase } from './postgres.ts'

export const STORE_KINDS = ['an embedded store', 'PostgreSQL'] as const

/** Opening takes a second or two, so all test files of a process share it. It ends with the process. */
let embedded: Promise<Store> | undefined

/** Returns empty stores. */
export async function storesOfTwoWorkers(
  context: TestContext,
  kind: (typeof STORE_KINDS)[number],
): Promise<readonly [Store, Store]> {
  if (kind === 'an embedded store') {
    embedded ??= openStore({ inMemory: true })
    const store = await embedded
    await emptyAllTables(store)
    return [store, store]
  }
  const databaseUrl = await emptyDatabase(context)
  return [await open(databaseUrl), await open(databaseUrl)]
}

async function emptyAllTables(store: Store): Promise<void> {
  const tables = await store.introspection.getTables()
  const names = sql.join(tables.map(({ name }) => sql.id(name)))
  await sql`TRUNCATE ${names} RESTART IDENTITY CASCADE`.execute(store)
  // The one row that a migration inserts.
  await store.insertInto('serviceClock').values({ shift: '0' }).execute()
}

async function open(databaseUrl: string): Promise<Store> {
  const store = await openStore({ databaseUrl })
  onTestFinished(() => store.destroy())
  return store
}
