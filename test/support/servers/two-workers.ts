/** One store for two workers, with separate connections on PostgreSQL, otherwise shared in one process. */
import { onTestFinished, type TestContext } from 'vitest'
import { openStore, type Store } from '../../../src/store/database.ts'
import { emptyDatabase } from './postgres.ts'

export const STORE_KINDS = ['an embedded store', 'PostgreSQL'] as const

/** Opening takes a second or two, so each test file opens it once. It ends with the file's process. */
let embedded: Promise<Store> | undefined

/** Returns stores without leases, paces and counted calls of earlier tests. */
export async function storesOfTwoWorkers(
  context: TestContext,
  kind: (typeof STORE_KINDS)[number],
): Promise<readonly [Store, Store]> {
  if (kind === 'an embedded store') {
    embedded ??= openStore({ inMemory: true })
    const store = await embedded
    for (const table of ['lease', 'pace', 'callCount'] as const) {
      await store.deleteFrom(table).execute()
    }
    return [store, store]
  }
  const databaseUrl = await emptyDatabase(context)
  return [await open(databaseUrl), await open(databaseUrl)]
}

async function open(databaseUrl: string): Promise<Store> {
  const store = await openStore({ databaseUrl })
  onTestFinished(() => store.destroy())
  return store
}
