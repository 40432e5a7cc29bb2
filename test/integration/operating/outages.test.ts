/**
 * Temporal or the database becomes unreachable in the middle of a run, for OUTAGE_SECONDS. Operations requested
 * meanwhile are carried out, the account is correct afterwards, and the log reports the outage. `npm run test:outages`
 * has outages of five minutes.
 */
import { type TestContext, expect, inject, onTestFinished, test } from 'vitest'
import { createLogger } from '../../../src/observability/logger.ts'
import { startCuttableProxy, type CuttableProxy } from '../../support/servers/cuttable-proxy.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'
import { signalledAccount } from '../../support/accounts/signalled-account.ts'

const OUTAGE_MS = Number(process.env['OUTAGE_SECONDS'] ?? 12) * 1000
/** The longest time after the outage until a pause is carried out or a run continues. */
const SOON = { timeout: 120_000, interval: 100 }
const PEOPLE = 40
const TEST_MS = 240_000 + OUTAGE_MS

interface Cut {
  readonly api: OperatorApiFixture
  readonly temporal: CuttableProxy
  readonly database: CuttableProxy
  readonly said: (words: string) => number
}

/** A service with one account and a webinar tomorrow. It reaches Temporal and the database through proxies. */
async function start(context: TestContext): Promise<Cut> {
  const url = new URL(await emptyDatabase(context))
  const database = await startCuttableProxy({ host: url.hostname, port: Number(url.port) })
  url.port = String(database.port)
  const [host = '', port] = inject('temporalAddress').split(':')
  const temporal = await startCuttableProxy({ host, port: Number(port) })
  const lines: string[] = []
  const api = await openOperatorApiFixture({
    leavesOutClockSlots: true,
    world: { accounts: [{}] },
    store: { databaseUrl: url.href },
    temporalAddress: `127.0.0.1:${String(temporal.port)}`,
    logger: createLogger({ destination: { write: (line) => lines.push(line) } }),
    rhythm: { watchSchedules: 1_000, executeUnanswered: 1_000 },
  })
  onTestFinished(() => api.close())
  api.ended.catch((error: unknown) => lines.push(`A worker has failed: ${String(error)}`))
  const { world, clock } = api.sandbox
  const liveStartAt = new Date(clock.now().getTime() + 24 * 3_600_000)
  const { on24ClientId } = world.accounts[0] ?? expect.fail('no account')
  world.registerMany(world.addWebinar(on24ClientId, { liveStartAt }), PEOPLE)
  return {
    api,
    temporal,
    database,
    said: (words) => lines.filter((line) => line.includes(words)).length,
  }
}

const outage = () => new Promise((resolve) => setTimeout(resolve, OUTAGE_MS))

async function readyz({ webUrl }: OperatorApiFixture): Promise<unknown> {
  return (await fetch(`${webUrl}/readyz`)).json()
}

test(
  'a pause during a Temporal outage is stored and answered, and carried out when Temporal is back; no row is lost',
  async (context) => {
    const { api, temporal, said } = await start(context)
    const account = signalledAccount(api, 0)
    const { on24ClientId } = account
    const slow = account.slow({ vendor: 'on24', endpoint: 'eventRegistrants' }, 3_000)
    await api.link(on24ClientId)
    await slow.begun
    temporal.cut()
    slow.end()
    const paused = await api.call(`/accounts/${on24ClientId}/pause`, {
      method: 'POST',
      body: { reason: 'Maintenance' },
    })
    expect(paused.status).toBe(202)
    expect((await api.call(`/accounts/${on24ClientId}`)).body).toMatchObject({
      state: 'paused',
      reason: 'Maintenance',
    })
    expect(await readyz(api)).toMatchObject({ temporal: 'not ready', store: 'ready' })
    await outage()
    temporal.restore()

    await expect
      .poll(() => api.schedules.readPause(on24ClientId).catch(() => null), SOON)
      .toEqual({ reason: 'Maintenance' })
    await expect.poll(() => readyz(api), SOON).toMatchObject({ temporal: 'ready' })
    expect(await account.outcomes('link', 1)).toEqual(['paused'])
    expect(said('The controller could not be signalled about an operation')).toBe(1)
    await expect.poll(() => said('It works again'), SOON).toBeGreaterThan(0)
    expect(said('A worker has failed')).toBe(0)

    await api.call(`/accounts/${on24ClientId}/resume`, { method: 'POST' })
    await expect.poll(() => account.contacts(), SOON).toBe(PEOPLE)
    await expect.poll(() => account.status(), SOON).toMatchObject({ state: 'active' })
    expect((await api.audit(on24ClientId)).slice(-2)).toEqual(['paused ok', 'resumed ok'])
  },
  TEST_MS,
)

test(
  'a run continues when the database is back, and logs it; no row is lost or written twice',
  async (context) => {
    const { api, database, said } = await start(context)
    const account = signalledAccount(api, 0)
    const { on24ClientId } = account
    const slow = account.slow({ vendor: 'actOn', endpoint: 'merge' }, 3_000)
    await api.link(on24ClientId)
    await slow.begun
    database.cut()
    slow.end()
    expect(await readyz(api)).toMatchObject({ temporal: 'ready', store: 'not ready' })
    await outage()
    database.restore()

    await expect.poll(() => readyz(api), SOON).toMatchObject({ store: 'ready' })
    await expect.poll(async () => (await account.runs())[0]?.outcome, SOON).toBe('complete')
    expect(account.contacts()).toBe(PEOPLE)
    expect(said('A worker has failed')).toBe(0)
    await expect.poll(() => said('It works again'), SOON).toBeGreaterThan(0)
    await expect
      .poll(account.status, SOON)
      .toMatchObject({ state: 'active', lastRun: { outcome: 'complete', pending: 0 } })
  },
  TEST_MS,
)
