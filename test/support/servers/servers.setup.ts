// Global setup of the suites that need real servers. One Temporal server and one PostgreSQL cluster serve the
// whole run; the projects share them through the main process and end them once.
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { Connection } from '@temporalio/client'
import type { TestProject } from 'vitest/node'
import { announce } from '../../../scripts/setup/announce.mjs'
import { provideTemporal } from '../../../scripts/setup/temporal-server.mjs'
import { temporalSources } from '../../../scripts/setup/temporal-sources.mjs'
import { freePort } from '../../../src/embedded/free-port.ts'
import { startEmbeddedTemporal } from '../../../src/embedded/temporal-server.ts'
import type { EmbeddedTemporal } from '../../../src/embedded/temporal-server.ts'
import { createLogger } from '../../../src/observability/logger.ts'
import { prepareNamespace } from '../../../src/temporal/namespace.ts'
import { bundleWorkflows } from '../../../src/temporal/workflow-bundle.ts'
import { startFiringSlots } from '../temporal/fire-slots.ts'
import { type PostgresCluster, startPostgres } from './postgres-cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    temporalAddress: string
    /** The workflows, bundled once for all services of the run. */
    workflowBundlePath: string
    /** Connection string of the cluster's maintenance database, or why there is no cluster. */
    postgres: TestPostgres
  }
}

/** Or why there is no cluster. */
type TestPostgres =
  Pick<PostgresCluster, 'url' | 'socketFolder' | 'template'> | { readonly missing: string }

interface Servers {
  readonly temporalAddress: string
  readonly workflowBundlePath: string
  readonly postgres: TestPostgres
  close(): Promise<void>
}

// Each project loads this file by itself, so a module variable would start the servers several times.
const shared: typeof globalThis & { testServers?: Promise<Servers> } = globalThis

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.testServers ??= startServers()
  const servers = await shared.testServers
  project.provide('temporalAddress', servers.temporalAddress)
  project.provide('workflowBundlePath', servers.workflowBundlePath)
  project.provide('postgres', servers.postgres)
  return () => servers.close()
}

async function startServers(): Promise<Servers> {
  const temporal = await startTemporal()
  const postgres = await startPostgres().catch(async (error: unknown) => {
    await temporal.close()
    throw error
  })
  let closed: Promise<unknown> | undefined
  return {
    temporalAddress: temporal.address,
    workflowBundlePath: await bundleOnce(),
    postgres: withoutMethods(postgres),
    async close() {
      closed ??= Promise.all([temporal.close(), 'missing' in postgres ? null : postgres.close()])
      await closed
    },
  }
}

function withoutMethods(postgres: PostgresCluster | { readonly missing: string }): TestPostgres {
  if ('missing' in postgres) return postgres
  const { url, socketFolder, template } = postgres
  return { url, socketFolder, template }
}

async function bundleOnce(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'on24-act-on-bundle-'))
  const path = join(folder, 'workflow-bundle.js')
  const { code } = await bundleWorkflows(createLogger({ destination: { write: () => undefined } }))
  await writeFile(path, code)
  return path
}

async function startTemporal(): Promise<EmbeddedTemporal> {
  const program = await provideTemporal(temporalSources(process.execPath), announce)
  // The test processes inherit this PATH, and so do the services that they start.
  process.env['PATH'] = [dirname(program), process.env['PATH']].join(delimiter)
  const server = await startEmbeddedTemporal({
    port: await freePort(),
    uiPort: null,
    dbFile: null,
  })
  const connection = await Connection.connect({ address: server.address })
  try {
    await prepareNamespace(connection, 'default')
    if (process.env['FIRE_SLOTS'] === '1') return firingSlots(server)
  } finally {
    await connection.close()
  }
  return server
}

async function firingSlots(server: EmbeddedTemporal): Promise<EmbeddedTemporal> {
  const connection = await Connection.connect({ address: server.address })
  const firing = startFiringSlots(connection)
  return {
    ...server,
    async close() {
      const { fired, leftOut } = await firing.stop()
      announce(`Slots: ${String(fired)} started a run, ${String(leftOut)} were left out by tests`)
      await connection.close()
      await server.close()
    },
  }
}
