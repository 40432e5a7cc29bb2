// Dumps a test's database with PostgreSQL's own program, as an operator does, and restores it into an empty one.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { findBinaries } from './postgres-cluster.ts'

const run = promisify(execFile)
const MOST_BYTES = 256 * 1024 * 1024

/** Everything in the database, as the text of an SQL script. The service may go on meanwhile. */
export async function dumpDatabase(databaseUrl: string): Promise<string> {
  const program = join((await findBinaries()) ?? '', 'pg_dump')
  const { stdout } = await run(program, ['--inserts', '--dbname', databaseUrl], {
    maxBuffer: MOST_BYTES,
  })
  // From 15.14 on the script has commands of psql, against scripts that were tampered with; a server knows none.
  return stdout.replaceAll(/^\\(?:un)?restrict .*$/gm, '')
}

/** `databaseUrl`: of an empty database. */
export async function restoreDatabase(dump: string, databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(dump)
  } finally {
    await client.end()
  }
}
