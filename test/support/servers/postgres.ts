// Databases for tests, in the run's PostgreSQL cluster.
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import type { TestContext } from 'vitest'
import type { StoreLocation } from '../../../src/store/database.ts'

/**
 * Makes an empty database and returns its connection string. Where PostgreSQL is absent the test is skipped with
 * the reason (under CI the run has failed before). Databases go with the cluster at the end of the run.
 */
export async function emptyDatabase(context: TestContext): Promise<string> {
  const postgres = inject('postgres')
  return 'missing' in postgres ? context.skip(postgres.missing) : createDatabase(postgres.url)
}

/**
 * Where a store of a test's own can be opened, for tests that mean no kind of store: PostgreSQL, as a query costs it
 * half of what it costs PGlite, or PGlite where PostgreSQL is absent.
 */
export async function anyEmptyStore(): Promise<StoreLocation> {
  const postgres = inject('postgres')
  if ('missing' in postgres) return { inMemory: true }
  return { databaseUrl: await createDatabase(postgres.url) }
}

async function createDatabase(clusterUrl: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = new Client({ connectionString: clusterUrl })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${name}`)
  } finally {
    await client.end()
  }
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  return url.href
}
