/**
 * The operators' first page with 5,000 accounts: prints what the server needs for it, and exits with 1 when that is
 * too much. Temporal is not there, because no page asks it. Part of `npm run bench`.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Connection } from '@temporalio/client'
import express from 'express'
import { parseConfig } from '../src/config/config.ts'
import { createService } from '../src/service.ts'
import { createLogger } from '../src/observability/logger.ts'
import { createMetrics } from '../src/observability/metrics.ts'
import { openStore } from '../src/store/database.ts'
import { pageRoutes } from '../src/web/pages/page-routes.ts'
import { insertManyAccounts, insertRuns } from '../test/support/rows/account-rows.ts'
import { startPostgres } from '../test/support/servers/postgres-cluster.ts'

const ACCOUNTS = 5_000
const WARM_UP = 5
const REQUESTS = 30
const MOST_MS = 300

const TOKEN = 'bench-operator-token'.repeat(2)

/** The median time of the requests that follow the warm-up. */
async function medianMs(url: string): Promise<number> {
  const times: number[] = []
  for (let request = 0; request < WARM_UP + REQUESTS; request += 1) {
    const startedAt = performance.now()
    const response = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } })
    const page = await response.text()
    if (!page.includes('Customer 00001')) throw new Error('The page does not show the accounts.')
    if (request >= WARM_UP) times.push(performance.now() - startedAt)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Infinity
}

async function measure(parts: AsyncDisposableStack, name: string, databaseUrl: string | null) {
  const store = await openStore(databaseUrl === null ? { inMemory: true } : { databaseUrl })
  parts.defer(() => store.destroy())
  const now = new Date()
  await insertManyAccounts(store, { count: ACCOUNTS, now })
  await insertRuns(store, now)
  const service = await createService({
    config: parseConfig(
      {
        ENCRYPTION_KEYS: `bench:${Buffer.from('a-key-of-32-bytes-for-tests-only').toString('base64')}`,
        OPERATOR_TOKENS: `bench:${TOKEN}`,
        PUBLIC_URL: 'http://127.0.0.1:8080',
        ACTON_CLIENT_ID: 'bench-client',
        ACTON_CLIENT_SECRET: 'bench-secret',
      },
      { mode: 'start' },
    ),
    store,
    metrics: createMetrics(),
    logger: createLogger({ pretty: false }),
    connection: Connection.lazy(),
    namespace: 'default',
  })
  const server = createServer(express().use(pageRoutes(service))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  parts.defer(() => {
    server.closeAllConnections()
    server.close()
  })
  const ms = await medianMs(`http://127.0.0.1:${String(portOf(server.address()))}/`)
  console.log(
    `GET / with ${ACCOUNTS.toLocaleString('en')} accounts, ${name}: median ${ms.toFixed(0)} ms`,
  )
  if (ms <= MOST_MS) return
  process.exitCode = 1
  console.error(`TOO MUCH  more than ${String(MOST_MS)} ms`)
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address === 'object' && address !== null) return address.port
  throw new Error('The server does not listen.')
}

await using parts = new AsyncDisposableStack()
const postgres = await startPostgres()
if ('missing' in postgres) throw new Error(postgres.missing)
parts.defer(() => postgres.close())
await measure(parts, 'PostgreSQL', postgres.url)
await measure(parts, 'embedded database', null)
