// Databases for tests, in the run's PostgreSQL cluster.
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import type { TestContext } from 'vitest'

/**
 * Makes an empty database and returns its connection string. Where PostgreSQL is absent the test is skipped with
 * the reason (under CI the run has failed before). Databases go with the cluster at the end of the run.
 */
export async function emptyDatabase(context: TestContext): Promise<string> {
  const postgres = inject('postgres')
  if ('missing' in postgres) return context.skip(postgres.missing)
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${name}`)
  } finally {
    await client.end()
  }
  const url = new URL(postgres.url)
  url.pathname = `/${name}`
  return url.href
}
