/** Opens the store: PostgreSQL when there is a URL, else PGlite in a folder of the one process that owns it. */
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { MIGRATIONS } from './migrations/index.ts'
import type { Database } from './schema.ts'

export type Store = Kysely<Database>

/** Stored with a change or not at all, as the trace of it in the audit trail. */
export type AlsoStore = (tx: Store) => Promise<void>

export type StoreLocation =
  /** A `postgres://` URL, and how many connections this process may hold. */
  | { readonly databaseUrl: string; readonly poolSize?: number }
  /** A folder for PGlite. Two processes on one folder lose rows without an error: lock it first. */
  | { readonly folder: string }
  | { readonly inMemory: true }

/** Opens the store and brings its tables up to date. Close it with `store.destroy()`. */
export async function openStore(location: StoreLocation): Promise<Store> {
  const store = new Kysely<Database>({ dialect: await dialect(location) })
  const { error, results } = await new Migrator({
    db: store,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
  }).migrateToLatest()
  if (error !== undefined) {
    await store.destroy()
    const failed = results?.find((result) => result.status === 'Error')?.migrationName
    throw new Error(
      failed === undefined
        ? 'The store cannot be used: check DATABASE_URL, that it answers, and that its user may make tables.'
        : `The store could not be brought up to date (migration ${failed}).`,
      { cause: error },
    )
  }
  return store
}

async function dialect(location: StoreLocation) {
  if ('databaseUrl' in location) {
    const pool = new pg.Pool({
      connectionString: location.databaseUrl,
      max: location.poolSize ?? 10,
    })
    // An idle connection that the server ends is replaced by the pool; unheard, it would end the process.
    pool.on('error', () => undefined)
    // So would one that ends between two queries of a transaction, whose next query fails.
    pool.on('connect', (client) => client.on('error', () => undefined))
    return new PostgresDialect({ pool })
  }
  const pglite = 'folder' in location ? new PGlite(location.folder) : new PGlite()
  await pglite.waitReady
  return new PGliteDialect({ pglite })
}
