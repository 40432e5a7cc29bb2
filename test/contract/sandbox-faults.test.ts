import { describe, expect, it } from 'vitest'
import type { FaultEffect } from '../../sandbox/faults.ts'
import { startVendorServer } from '../../sandbox/http-server.ts'
import { createCallLedger } from '../../sandbox/call-ledger.ts'
import { createSandboxClock } from '../../sandbox/clock.ts'
import { createFaultPlan } from '../../sandbox/faults.ts'
import { startOn24Fixture } from '../support/fixtures/on24-fixture.ts'

/** A server whose only endpoint counts how often it took effect. */
async function counting(effect?: FaultEffect) {
  let effects = 0
  const arrival = Promise.withResolvers<void>()
  const clock = createSandboxClock({ startAt: new Date('2026-06-10T19:00:00Z') })
  const faults = createFaultPlan()
  const ledger = createCallLedger()
  const server = await startVendorServer({
    vendor: 'actOn',
    endpoints: [
      {
        name: 'write',
        method: 'POST',
        path: '/lists/:id',
        handle: () => {
          effects += 1
          return { status: 200, body: JSON.stringify({ written: 'x'.repeat(1000) }) }
        },
      },
    ],
    accountOf: () => {
      arrival.resolve()
      return '41000'
    },
    notFound: () => ({ status: 404, body: '{}' }),
    clock,
    faults,
    ledger,
  })
  if (effect !== undefined) faults.add({ vendor: 'actOn', endpoint: 'write', effect })
  const post = () => fetch(`${server.url}/lists/7?email=a%40b&count=1`, { method: 'POST' })
  return { server, ledger, post, effects: () => effects, arrived: arrival.promise }
}

describe('a planned fault', () => {
  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('cuts the connection %s the write took effect', async (cut, effects) => {
    const calls = await counting({ cut })
    await expect(calls.post()).rejects.toThrow('fetch failed')
    expect(calls.effects()).toBe(effects)
    expect(calls.ledger.count({ status: 0 })).toBe(1)
    expect((await calls.post()).status).toBe(200)
    await calls.server.close()
  })

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)(
    'tells a test of a cut %s the effect before the caller sees it',
    async (cut, done) => {
      let effectsWhenTold: number | null = null
      const calls = await counting({ cut, beforeAnswer: () => (effectsWhenTold = calls.effects()) })
      await expect(calls.post()).rejects.toThrow('fetch failed')
      expect(effectsWhenTold).toBe(done)
      await calls.server.close()
    },
  )

  it('cuts the connection in the middle of the answer', async () => {
    const calls = await counting({ cut: 'midBody' })
    const response = await calls.post()
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow('terminated')
    expect(calls.effects()).toBe(1)
    await calls.server.close()
  })

  it.each([
    [false, 0],
    [true, 1],
  ])(
    'answers in the vendor’s place, with the write taking effect: %s',
    async (afterEffect, effects) => {
      const calls = await counting({
        answer: {
          status: 502,
          body: '<html>Bad gateway</html>',
          contentType: 'text/html',
          headers: { 'retry-after': '7' },
          afterEffect,
        },
      })
      const response = await calls.post()
      expect(response.status).toBe(502)
      expect(response.headers.get('content-type')).toContain('text/html')
      expect(response.headers.get('retry-after')).toBe('7')
      expect(await response.text()).toBe('<html>Bad gateway</html>')
      expect(calls.effects()).toBe(effects)
      expect(calls.ledger.count({ endpoint: 'write', status: 502 })).toBe(1)
      await calls.server.close()
    },
  )

  it('delays the answer', async () => {
    const calls = await counting({ delayMs: 60 })
    const started = performance.now()
    expect((await calls.post()).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThanOrEqual(55)
    await calls.server.close()
  })

  it('may stall a call for ever, which neither takes effect nor holds up closing', async () => {
    const calls = await counting({ delayMs: Infinity })
    const stalled = calls.post()
    const refused = expect(stalled).rejects.toThrow('fetch failed')
    await calls.arrived
    await calls.server.close()
    await refused
    expect(calls.effects()).toBe(0)
  })
})

describe('the ledger of a stand-in', () => {
  it('holds endpoint, account and the names of the query, and none of its values', async () => {
    const calls = await counting()
    await calls.post()
    expect(calls.ledger.calls()).toMatchObject([
      {
        vendor: 'actOn',
        account: '41000',
        endpoint: 'write',
        method: 'POST',
        path: '/lists/7',
        queryKeys: ['email', 'count'],
        status: 200,
      },
    ])
    expect(JSON.stringify(calls.ledger.calls())).not.toContain('a@b')
    await calls.server.close()
  })

  it('shows calls to unknown addresses', async () => {
    const { sandbox, get } = await startOn24Fixture()
    await get('/nonsense')
    expect(sandbox.ledger.calls({ vendor: 'on24' })).toMatchObject([
      { endpoint: 'unknown', account: '22950', status: 404 },
    ])
  })
})
