// A temporary PostgreSQL cluster for one test run, with a new data folder, a free port of 127.0.0.1 and no fsync.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { freePort } from '../../../src/embedded/free-port.ts'
import { startGuarded } from '../../../src/embedded/guarded-process.ts'
import type { GuardedProcess } from '../../../src/embedded/guarded-process.ts'
import { openStore } from '../../../src/store/database.ts'

const run = promisify(execFile)
const START_PATIENCE_MS = 60_000

export interface PostgresCluster {
  /** Connection string of the maintenance database, as a superuser. */
  readonly url: string
  /** The folder of its Unix socket, whose queries take three quarters of the time that TCP takes. */
  readonly socketFolder: string
  /** Name of a database whose tables are up to date: copying it is faster than creating the tables again. */
  readonly template: string
  close(): Promise<void>
}

/** Starts a cluster. If PostgreSQL is not installed, returns what is missing, or throws if CI is set. */
export async function startPostgres(): Promise<PostgresCluster | { readonly missing: string }> {
  const bin = await findBinaries()
  if (bin === null) {
    const missing =
      'PostgreSQL is not installed (no initdb on PATH or in /usr/lib/postgresql): install the package postgresql'
    if (process.env['CI']) throw new Error(missing)
    return { missing }
  }
  const user = await unprivilegedUser()
  const folder = await mkdtemp(join(tmpdir(), 'on24-act-on-postgres-'))
  await chmod(folder, 0o700)
  if (user !== null) await chown(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  await run(
    ...asUser(user, join(bin, 'initdb'), [
      ...['--pgdata', data, '--username', 'tests', '--auth', 'trust'],
      ...['--no-sync', '--no-instructions', '--encoding', 'UTF8', '--locale', 'C'],
    ]),
    { cwd: folder },
  )

  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    // The cluster is deleted after the run, so nothing needs to survive a crash of the machine.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    // It would start a process for every test's database, again and again.
    autovacuum: 'off',
  }
  const server = startGuarded(
    ...asUser(user, join(bin, 'postgres'), [
      ...['-D', data, '-p', String(port)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]),
  )
  const url = `postgres://tests@127.0.0.1:${port}/postgres`
  await waitUntilItAnswers(url, server)
  return {
    url,
    socketFolder: folder,
    template: await createTemplate(url),
    async close() {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function createTemplate(clusterUrl: string): Promise<string> {
  const name = 'migrated'
  const client = new Client({ connectionString: clusterUrl })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  const store = await openStore({ databaseUrl: url.href })
  await store.destroy()
  return name
}

/** The folder with the programs of the newest Debian package of PostgreSQL, or otherwise of the one on PATH. */
export async function findBinaries(): Promise<string | null> {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? await readdir(debian) : []
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a))
  const folders = [
    ...newestFirst.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  return (
    folders.find(
      (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
    ) ?? null
  )
}

interface User {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root. A test run as root uses the user `postgres`, or `nobody` if that is missing. */
async function unprivilegedUser(): Promise<User | null> {
  if (process.getuid?.() !== 0) return null
  const id = async (name: string): Promise<User> => {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  return id('postgres').catch(() => id('nobody'))
}

function asUser(user: User | null, command: string, args: string[]): [string, string[]] {
  if (user === null) return [command, args]
  const ids = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']
  return ['setpriv', [...ids, '--', command, ...args]]
}

async function waitUntilItAnswers(url: string, server: GuardedProcess): Promise<void> {
  let ended: string | null = null
  void server.ended.then(({ lastOutput }) => (ended = lastOutput))
  const deadline = Date.now() + START_PATIENCE_MS
  for (;;) {
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      return
    } catch (error) {
      if (ended !== null || Date.now() > deadline) {
        throw new Error(`PostgreSQL did not start: ${ended ?? 'no answer'}`, { cause: error })
      }
      await delay(50)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}
