import { createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import express from 'express'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createKeyRing } from '../../../src/crypto/key-ring.ts'
import { createAccountCiphers } from '../../../src/store/credentials/account-ciphers.ts'
import { openStore, type Store } from '../../../src/store/database.ts'
import { rateLimit } from '../../../src/web/rate-limits.ts'
import { portOf } from '../../support/servers/port-of.ts'

const HOUR_MS = 60 * 60 * 1000
const key = createSecretKey(randomBytes(32))

let store: Store
beforeAll(async () => {
  store = await openStore({ inMemory: true })
})
afterAll(() => store.destroy())

/** Starts processes that share a limit: together they accept 10 requests an hour. */
async function processes(name: string, count: number, onlyFailures = false) {
  let at = new Date('2026-03-01T12:00:00Z')
  const parts = { store, ciphers: createAccountCiphers(store, createKeyRing([{ id: 'a', key }])) }
  const urls: string[] = []
  for (let index = 0; index < count; index += 1) {
    const limit = rateLimit(
      { ...parts, now: () => at },
      {
        name,
        limit: 10,
        windowMs: HOUR_MS,
        keyOf: (request) => request.get('x-who') ?? 'somebody',
        ...(onlyFailures && { counts: (request) => request.path === '/wrong' }),
        answer: (response, until) => response.send(until.toISOString()),
      },
    )
    const app = express()
    app.use(limit, (_request, response) => response.send('through'))
    const server = createServer(app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.close()
      server.closeAllConnections()
    })
    urls.push(`http://127.0.0.1:${String(portOf(server))}`)
  }
  const ask = async (index: number, path = '/', who = 'somebody') => {
    const response = await fetch(`${urls[index % count] ?? ''}${path}`, {
      headers: { 'x-who': who },
    })
    const retryAfter = response.headers.get('retry-after')
    return { status: response.status, retryAfter, text: await response.text() }
  }
  return {
    ask,
    advance: (ms: number) => {
      at = new Date(at.getTime() + ms)
    },
  }
}

test('of many simultaneous requests to two processes, exactly the limit is accepted', async () => {
  const { ask, advance } = await processes('many', 2)
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => ask(index)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
  advance(HOUR_MS / 2)
  expect(await ask(0)).toEqual({
    status: 429,
    retryAfter: '1800',
    text: '2026-03-01T13:00:00.000Z',
  })
  expect((await ask(0, '/', 'somebody else')).status).toBe(200)
  advance(HOUR_MS / 2)
  expect((await ask(1)).status).toBe(200)
})

test('where only some requests count, only those are refused over the limit', async () => {
  const { ask } = await processes('some', 1, true)
  const right = async (count: number) =>
    Promise.all(Array.from({ length: count }, async (_, index) => (await ask(index)).status))
  expect(new Set(await right(30))).toEqual(new Set([200]))
  for (let index = 0; index < 10; index += 1) expect((await ask(0, '/wrong')).status).toBe(200)
  expect(new Set(await right(3))).toEqual(new Set([200]))
  expect((await ask(0, '/wrong')).status).toBe(429)
})

test('counted addresses are stored as hashes, and deleted once the window is over', async () => {
  const { ask, advance } = await processes('hashed', 1)
  const stored = async () =>
    (await store.selectFrom('rateLimit').selectAll().execute()).filter(({ key }) =>
      key.startsWith('hashed/'),
    )
  await ask(0, '/', '203.0.113.7')
  await ask(0, '/', '203.0.113.8')
  const rows = await stored()
  expect(rows.map(({ hits }) => hits)).toEqual([1, 1])
  expect(JSON.stringify(rows)).not.toContain('203.0.113')
  advance(HOUR_MS)
  await ask(0, '/', '203.0.113.9')
  expect(await stored()).toHaveLength(1)
})
