import { describe, expect, it } from 'vitest'
import { createCallLedger } from '../../../sandbox/call-ledger.ts'
import type { LedgerCall } from '../../../sandbox/call-ledger.ts'
import { createSandboxClock } from '../../../sandbox/clock.ts'
import { createFaultPlan } from '../../../sandbox/faults.ts'
import { createRandom } from '../../../sandbox/random.ts'
import { drawMs } from '../../../sandbox/span.ts'

describe('the sandbox clock', () => {
  it('runs with real time from where it was set or moved to', () => {
    let real = 1000
    const clock = createSandboxClock({ startAt: new Date(50_000), now: () => real })
    expect(clock.now().getTime()).toBe(50_000)
    real += 10
    expect(clock.now().getTime()).toBe(50_010)
    clock.advance(1_000)
    expect(clock.now().getTime()).toBe(51_010)
    clock.set(new Date(7_000))
    real += 5
    expect(clock.now().getTime()).toBe(7_005)
  })
})

describe('a span of time', () => {
  it('is what it was set to', () => {
    expect(drawMs(50, createRandom('any'))).toBe(50)
  })

  it('is anywhere between its bounds, and the same again for the same seed', () => {
    const draw = (seed: string) => {
      const random = createRandom(seed)
      return Array.from({ length: 100 }, () => drawMs([10, 12], random))
    }
    expect(new Set(draw('calls'))).toEqual(new Set([10, 11, 12]))
    expect(draw('calls')).toEqual(draw('calls'))
  })
})

describe('a fault plan', () => {
  const call = {
    vendor: 'on24',
    endpoint: 'events',
    account: '22950',
    path: '/v2/client/22950/event',
  } as const
  const refused = { answer: { status: 500 } }

  it('hits once unless told otherwise, after the calls to skip', () => {
    const faults = createFaultPlan()
    faults.add({ vendor: 'on24', skip: 1, times: 2, effect: refused })
    const taken = [1, 2, 3, 4].map(() => faults.take(call) !== null)
    expect(taken).toEqual([false, true, true, false])
  })

  it('hits only the vendor, endpoint and account it names', () => {
    const faults = createFaultPlan()
    const effect = refused
    faults.add({ vendor: 'actOn', effect })
    faults.add({ vendor: 'on24', endpoint: 'event', effect })
    faults.add({ vendor: 'on24', endpoint: /registrants$/i, effect })
    faults.add({ vendor: 'on24', account: '1', effect })
    expect(faults.take(call)).toBeNull()
    expect(faults.take({ ...call, endpoint: 'event' })).toEqual(effect)
    expect(faults.take({ ...call, endpoint: 'clientRegistrants' })).toEqual(effect)
    expect(faults.take({ ...call, account: '1' })).toEqual(effect)
  })

  it('joins delays with another effect, and keeps a second one for the next call', () => {
    const faults = createFaultPlan()
    faults.add({ vendor: 'on24', effect: { delayMs: 5 } })
    faults.add({ vendor: 'on24', effect: { cut: 'after' } })
    faults.add({ vendor: 'on24', effect: { ...refused, delayMs: 1 } })
    faults.add({ vendor: 'on24', effect: { delayMs: 7 } })
    expect(faults.take(call)).toEqual({ delayMs: 12, cut: 'after' })
    expect(faults.take(call)).toEqual({ delayMs: 1, ...refused })
    expect(faults.take(call)).toBeNull()
  })

  it('makes the same random choices for the same seed', () => {
    const draw = (seed: number) => {
      const faults = createFaultPlan()
      faults.add({ vendor: 'on24', probability: 0.3, seed, times: Infinity, effect: refused })
      return Array.from({ length: 200 }, () => faults.take(call) !== null)
    }
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    const hits = draw(1).filter(Boolean).length
    expect(hits).toBeGreaterThan(30)
    expect(hits).toBeLessThan(90)
  })

  it('forgets a withdrawn fault, and all of them when cleared', () => {
    const faults = createFaultPlan()
    const withdraw = faults.add({ vendor: 'on24', effect: refused })
    withdraw()
    expect(faults.take(call)).toBeNull()
    faults.add({ vendor: 'on24', times: Infinity, effect: refused })
    faults.clear()
    expect(faults.take(call)).toBeNull()
  })
})

describe('the call ledger', () => {
  const call = (changes: Partial<LedgerCall> = {}): LedgerCall => ({
    at: new Date(0),
    monotonicMs: 0,
    vendor: 'on24',
    account: '22950',
    endpoint: 'events',
    method: 'GET',
    path: '/v2/client/22950/event',
    queryKeys: [],
    status: 200,
    ...changes,
  })

  it('counts by every part of its filter', () => {
    const ledger = createCallLedger()
    ledger.record(call())
    ledger.record(call({ status: 403 }))
    ledger.record(call({ account: '2' }))
    ledger.record(call({ endpoint: 'event' }))
    ledger.record(call({ vendor: 'actOn', account: null, endpoint: 'token' }))
    expect(ledger.count()).toBe(5)
    expect(ledger.count({ vendor: 'on24' })).toBe(4)
    expect(ledger.count({ account: '22950', endpoint: 'events' })).toBe(2)
    expect(ledger.count({ endpoint: /^event/ })).toBe(4)
    expect(ledger.count({ status: 403 })).toBe(1)
    expect(ledger.calls({ account: null })).toHaveLength(1)
    ledger.clear()
    expect(ledger.count()).toBe(0)
    expect(ledger.calls()).toEqual([])
  })

  it('keeps counting calls that no longer fit in its memory', () => {
    const ledger = createCallLedger(3)
    for (let at = 0; at < 5; at += 1) ledger.record(call({ monotonicMs: at }))
    expect(ledger.count()).toBe(5)
    expect(ledger.calls().map((one) => one.monotonicMs)).toEqual([2, 3, 4])
  })

  it('knows the most calls within any window of real time, whatever the order they ended in', () => {
    const ledger = createCallLedger()
    for (const monotonicMs of [900, 0, 1000, 100, 1899, 1900]) ledger.record(call({ monotonicMs }))
    expect(ledger.maxInWindow({}, 1000)).toBe(3)
    expect(ledger.maxInWindow({}, 1001)).toBe(4)
    expect(ledger.maxInWindow({ vendor: 'actOn' }, 1000)).toBe(0)
  })
})
