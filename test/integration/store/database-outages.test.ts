import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { openStore } from '../../../src/store/database.ts'
import { retryWhileDatabaseIsDown } from '../../../src/store/retry-while-database-is-down.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'
import { openLinkingFixture } from '../../support/fixtures/linking-fixture.ts'

const HOUR_MS = 60 * 60_000

test('a pair that Act-On has granted is stored although the connection is lost meanwhile', async (context) => {
  const databaseUrl = await emptyDatabase(context)
  const fixture = await openLinkingFixture({ store: { databaseUrl } })
  onTestFinished(() => fixture.close())
  const elsewhere = await openStore({ databaseUrl })
  onTestFinished(() => elsewhere.destroy())
  const { on24ClientId, actOn } = await fixture.nextAccount()
  await fixture.link(on24ClientId, actOn)
  fixture.sandbox.clock.advance(2 * HOUR_MS)

  const holder = await elsewhere.startTransaction().execute()
  await sql`select from credential for update`.execute(holder)
  const renewed = Promise.allSettled([fixture.token(on24ClientId)])
  const ended = sql`
    select pg_terminate_backend(pid) from pg_locks
    where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`
  await expect
    .poll(async () => (await ended.execute(elsewhere)).rows.length, { timeout: 20_000 })
    .toBeGreaterThan(0)
  await holder.commit().execute()

  const stored = await renewed
  const { actOn: credential } = await fixture.stored(on24ClientId)
  expect(stored).toEqual([{ status: 'fulfilled', value: credential?.tokens?.accessToken }])
  expect(fixture.attempts(actOn.userName).map(({ grantType }) => grantType)).toEqual([
    'password',
    'refresh_token',
  ])
})

/** Work that rejects with each of these errors in turn, and then resolves. */
function failing(...errors: Error[]) {
  let calls = 0
  const work = () => {
    calls += 1
    const error = errors.shift()
    return error ? Promise.reject(error) : Promise.resolve('done')
  }
  return { work, calls: () => calls }
}

const coded = (code: string) => Object.assign(new Error(code), { code })

test('a query that fails without a connection is retried', async () => {
  const { work, calls } = failing(
    coded('08006'),
    coded('57P01'),
    coded('ECONNREFUSED'),
    new Error('Connection terminated unexpectedly'),
  )
  expect(await retryWhileDatabaseIsDown(work)).toBe('done')
  expect(calls()).toBe(5)
})

test('a query with an error of its own is not retried', async () => {
  for (const error of [coded('42P01'), coded('23505'), new Error('No data key.')]) {
    const { work, calls } = failing(error)
    await expect(retryWhileDatabaseIsDown(work)).rejects.toBe(error)
    expect(calls()).toBe(1)
  }
})

/** A proxy to the database cluster. While `isSilent` is set, it drops all data but keeps connections open. */
async function proxyOf(databaseUrl: string) {
  const url = new URL(databaseUrl)
  const cluster = { port: Number(url.port), host: url.hostname }
  const state = { isSilent: false }
  const server = createServer((client) => {
    const upstream = connect(cluster)
    const forward = (from: Socket, to: Socket) => {
      from.on('data', (chunk) => state.isSilent || to.write(chunk))
      from.on('error', () => undefined).on('close', () => to.destroy())
    }
    forward(client, upstream)
    forward(upstream, client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  const { port } = z.object({ port: z.number() }).parse(server.address())
  url.port = String(port)
  return { url: url.href, state }
}

test('a silent connection is closed, and its waiting queries continue on another', async (context) => {
  const proxy = await proxyOf(await emptyDatabase(context))
  const store = await openStore({ databaseUrl: proxy.url, poolSize: 1, silentMs: 500 })
  onTestFinished(() => store.destroy())
  const one = () => sql<{ one: number }>`select 1 as one`.execute(store)
  await one()
  proxy.state.isSilent = true
  await expect(one()).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  const waiting = retryWhileDatabaseIsDown(one)
  proxy.state.isSilent = false
  expect((await waiting).rows).toEqual([{ one: 1 }])
})

test('a statement and an idle transaction end on the server, too', async (context) => {
  const store = await openStore({ databaseUrl: await emptyDatabase(context) })
  onTestFinished(() => store.destroy())
  const setting = async (name: string) => {
    const { rows } = await sql<{ value: string }>`select current_setting(${name}) as value`.execute(
      store,
    )
    return rows[0]?.value
  }
  expect(await setting('statement_timeout')).toBe('1min')
  expect(await setting('idle_in_transaction_session_timeout')).toBe('1min')
})
