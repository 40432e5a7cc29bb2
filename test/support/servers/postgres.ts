// Databases for tests, in the run's PostgreSQL cluster.
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import type { TestContext } from 'vitest'
import type { StoreLocation } from '../../../src/store/database.ts'

/**
 * Creates an empty database and returns its connection string. If PostgreSQL is not installed, the test is skipped with
 * the reason (in CI, the run has already failed). Databases are deleted with the cluster at the end of the run.
 */
export async function emptyDatabase(context: TestContext): Promise<string> {
  const postgres = inject('postgres')
  return 'missing' in postgres ? context.skip(postgres.missing) : createDatabase(postgres.url)
}

/**
 * The location of an empty store, for tests that do not need a particular kind. It is on PostgreSQL, whose queries take
 * half as long as PGlite's, or on PGlite if PostgreSQL is not installed.
 */
export async function anyEmptyStore(): Promise<StoreLocation> {
  const postgres = inject('postgres')
  if ('missing' in postgres) return { inMemory: true }
  const url = new URL(await createDatabase(postgres.url, postgres.template))
  url.searchParams.set('host', postgres.socketFolder)
  return { databaseUrl: url.href }
}

/** @param template name of the database to copy; nobody may be connected to it. */
async function createDatabase(clusterUrl: string, template = 'template1'): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = new Client({ connectionString: clusterUrl })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  } finally {
    await client.end()
  }
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  return url.href
}
