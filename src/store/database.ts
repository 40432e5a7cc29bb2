/** Opens the store: PostgreSQL if there is a URL, else PGlite in a folder that one process owns. */
import { Socket } from 'node:net'
import { CamelCasePlugin, type Dialect, Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pLimit, { type LimitFunction } from 'p-limit'
import pg from 'pg'
import { MIGRATIONS } from './migrations/index.ts'
import { pgliteThreadDialect } from './pglite/pglite-thread-dialect.ts'
import type { Database } from './schema.ts'

export type Store = Kysely<Database>

const POOL_SIZE = 10

/** Stores something in the transaction of a change, such as its entry in the audit trail. */
export type AlsoStore = (tx: Store) => Promise<void>

interface PostgresLocation {
  /** `postgres://…` */
  readonly databaseUrl: string
  /** How many connections this process may hold. */
  readonly poolSize?: number
  /** How long a connection may be silent before it is closed. */
  readonly silentMs?: number
}

export type StoreLocation =
  | PostgresLocation
  /** A folder for PGlite. Two processes on one folder lose rows without an error: lock it first. */
  | { readonly folder: string }
  | { readonly inMemory: true }

/** Opens the store and brings its tables up to date. Close it with `store.destroy()`. */
export async function openStore(location: StoreLocation): Promise<Store> {
  if ('databaseUrl' in location) {
    const unlimited = kysely(postgresDialect(location, 'migrations'))
    await migrate(unlimited).finally(() => unlimited.destroy())
    const { poolSize = POOL_SIZE } = location
    return withTransactions(
      kysely(postgresDialect({ ...location, poolSize }, 'work')),
      Math.max(1, poolSize - LEFT_TO_STATEMENTS),
    )
  }
  const store = kysely(pgliteThreadDialect('folder' in location ? location.folder : undefined))
  try {
    await migrate(store)
    return withTransactions(store, 1)
  } catch (error) {
    await store.destroy()
    throw error
  }
}

/**
 * Tables and columns are snake_case in PostgreSQL and camelCase in TypeScript. The text of `sql` templates is sent to
 * PostgreSQL as it is, so it has snake_case. Keys inside JSON columns do not change.
 */
function kysely(dialect: Dialect): Store {
  return new Kysely<Database>({
    dialect,
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}

/**
 * Connections that transactions leave to single statements: leases and heartbeats must not wait behind thousands of rows
 * that are being stored.
 */
const LEFT_TO_STATEMENTS = 4

const transactionsOf = new WeakMap<Store, LimitFunction>()

function withTransactions(store: Store, atOnce: number): Store {
  transactionsOf.set(store, pLimit(atOnce))
  return store
}

/** Runs `work` in a transaction: everything it stores is stored together, or nothing if it throws. */
export function inTransaction<T>(store: Store, work: (tx: Store) => Promise<T>): Promise<T> {
  const begin = () => store.transaction().execute(work)
  const limit = transactionsOf.get(store)
  return limit === undefined ? begin() : limit(begin)
}

/** Rejects if the database does not answer. */
export async function pingStore(store: Store): Promise<void> {
  await sql`select 1`.execute(store)
}

async function migrate(store: Store): Promise<void> {
  const { error, results } = await new Migrator({
    db: store,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
  }).migrateToLatest()
  if (error === undefined) return
  const failed = results?.find((result) => result.status === 'Error')?.migrationName
  throw new Error(
    failed === undefined
      ? 'The store cannot be used: check DATABASE_URL, that the database answers, and that its user may create tables.'
      : `The store could not be brought up to date (migration ${failed}).`,
    { cause: error },
  )
}

const CONNECT_MS = 10_000
/** None of our statements takes that long. A migration may. */
const STATEMENT_MS = 60_000
/**
 * A connection that is silent for longer is dead, even if TCP keeps it open: the server would have ended the statement.
 */
const SILENT_MS = STATEMENT_MS + 15_000

function postgresDialect(
  { databaseUrl, poolSize = POOL_SIZE, silentMs = SILENT_MS }: PostgresLocation,
  use: 'work' | 'migrations',
): PostgresDialect {
  const limits = {
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    stream: () => endWhenSilent(new Socket(), silentMs),
  }
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    ...(use === 'work' && limits),
  })
  // The pool replaces an idle connection that the server ends. Without a listener, its error would end the process.
  pool.on('error', () => undefined)
  // So would the error of a connection that ends between two queries of a transaction, whose next query fails.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new PostgresDialect({ pool })
}

function endWhenSilent(socket: Socket, silentMs: number): Socket {
  return socket.setTimeout(silentMs, () => {
    const error = new Error('The database has not answered in time.')
    socket.destroy(Object.assign(error, { code: 'ETIMEDOUT' }))
  })
}
