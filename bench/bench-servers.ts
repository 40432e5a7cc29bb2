/** The benchmark's throw-away servers on 127.0.0.1: PostgreSQL, a Temporal server and the sandbox. */
import { freePort } from '../src/embedded/free-port.ts'
import { startEmbeddedTemporal } from '../src/embedded/temporal-server.ts'
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts'
import type { AccountSpec } from '../sandbox/world/accounts.ts'
import { connectClient } from '../src/temporal/connection.ts'
import { prepareNamespace } from '../src/temporal/namespace.ts'
import { startPostgres } from '../test/support/servers/postgres-cluster.ts'
import { ACTON_APPLICATION } from './act-on-application.ts'

export const NAMESPACE = 'default'

export interface BenchServers {
  readonly sandbox: Sandbox
  readonly databaseUrl: string
  readonly temporalAddress: string
  /** The environment of a service that works with these servers, as fast as it can. */
  readonly env: Readonly<Record<string, string>>
}

/** `startAt` is the initial time of the sandbox's clock. */
export async function startServers(
  accounts: readonly AccountSpec[],
  startAt: Date,
  parts: AsyncDisposableStack,
): Promise<BenchServers> {
  const databaseUrl = await startDatabase(parts)
  const temporalAddress = await startTemporal(parts, null)
  const sandbox = await startSandbox({
    world: { accounts },
    clock: { startAt },
    actOn: {
      applications: [ACTON_APPLICATION],
      knobs: { callsPerSecond: 10_000, callsPerDay: 1_000_000, jobMinMs: 50 },
    },
  })
  parts.defer(() => sandbox.close())
  return {
    sandbox,
    databaseUrl,
    temporalAddress,
    env: {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      ...serviceEnv({ on24Url: sandbox.on24.url, actOnUrl: sandbox.actOn.url }),
      ON24_CALLS_PER_MINUTE: '100000',
      ACTON_CALLS_PER_SECOND: '1000',
      ACTON_CALLS_PER_DAY: '1000000',
    },
  }
}

/** Returns the URL of a new PostgreSQL. */
export async function startDatabase(parts: AsyncDisposableStack): Promise<string> {
  const postgres = await startPostgres()
  if ('missing' in postgres) throw new Error(postgres.missing)
  parts.defer(() => postgres.close())
  return postgres.url
}

/** Returns the address of a new Temporal server, which keeps its workflows in `dbFile` or, if null, in memory. */
export async function startTemporal(
  parts: AsyncDisposableStack,
  dbFile: string | null,
): Promise<string> {
  const temporal = await startEmbeddedTemporal({ port: await freePort(), uiPort: null, dbFile })
  parts.defer(() => temporal.close())
  const connection = await connectClient({
    connection: { address: temporal.address },
    namespace: NAMESPACE,
  })
  await prepareNamespace(connection, NAMESPACE)
  await connection.close()
  return temporal.address
}

/** The part of a service's environment that is the same in all benchmarks, for the sandbox at these origins. */
export function serviceEnv({
  on24Url,
  actOnUrl,
}: {
  readonly on24Url: string
  readonly actOnUrl: string
}): Record<string, string> {
  return {
    TEMPORAL_NAMESPACE: NAMESPACE,
    ENCRYPTION_KEYS: `bench:${Buffer.from('a-key-of-32-bytes-for-tests-only').toString('base64')}`,
    PUBLIC_URL: 'http://127.0.0.1:8080',
    ACTON_CLIENT_ID: ACTON_APPLICATION.clientId,
    ACTON_CLIENT_SECRET: ACTON_APPLICATION.clientSecret,
    ON24_BASE_URL: on24Url,
    ACTON_BASE_URL: actOnUrl,
  }
}
