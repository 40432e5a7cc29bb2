// Dumps a test's database with pg_dump, as an operator does, and restores it into an empty one.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { findBinaries } from './postgres-cluster.ts'

const run = promisify(execFile)
const MOST_BYTES = 256 * 1024 * 1024

/** Returns the whole database as the text of an SQL script. The service may continue to run meanwhile. */
export async function dumpDatabase(databaseUrl: string): Promise<string> {
  const program = join((await findBinaries()) ?? '', 'pg_dump')
  const { stdout } = await run(program, ['--inserts', '--dbname', databaseUrl], {
    maxBuffer: MOST_BYTES,
  })
  // From 15.14 on, the script contains psql commands against tampering, which the server does not understand.
  return stdout.replaceAll(/^\\(?:un)?restrict .*$/gm, '')
}

/** `databaseUrl` is the connection string of an empty database. */
export async function restoreDatabase(dump: string, databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(dump)
  } finally {
    await client.end()
  }
}
