import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { reserveSlot } from '../../../src/store/paces/pace.ts'
import { slowDown } from '../../../src/store/paces/slow-down.ts'
import { type LimitSettings, on24Pace } from '../../../src/store/paces/vendor-paces.ts'
import type { Store } from '../../../src/store/database.ts'
import { STORE_KINDS, storesOfTwoWorkers } from '../../support/servers/two-workers.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
/** The spacing of ten calls a minute. */
const SPACING_MS = 6 * SECOND_MS
const KEY = { key: 'key', spacingMs: SPACING_MS }
const BLIND = { askedMs: null, holdMs: MINUTE_MS, longestHoldMs: 15 * MINUTE_MS }

const LIMITS: LimitSettings = {
  on24CallsPerMinute: 10,
  on24EventListCallsPerMinute: 10,
  on24QuotaHoldMs: MINUTE_MS,
  on24LongestHoldMs: 15 * MINUTE_MS,
  actOnCallsPerSecond: 1000,
  actOnCallsPerDay: 20,
  actOnLimitScope: 'account',
}

/** Simulates the passing of time: moves the store's times back. */
async function letPass(store: Store, ms: number): Promise<void> {
  const back = sql`${ms} * interval '1 millisecond'`
  await store
    .updateTable('pace')
    .set({ nextAt: sql`next_at - ${back}`, slowedAt: sql`slowed_at - ${back}` })
    .execute()
}

/** Seconds until each of `count` slots, rounded. */
async function slots(store: Store, count: number, key = 'key'): Promise<number[]> {
  const found: number[] = []
  for (let slot = 0; slot < count; slot += 1) {
    found.push(Math.round((await reserveSlot(store, key, SPACING_MS)) / SECOND_MS))
  }
  return found
}

describe.each(STORE_KINDS)('on %s', (kind) => {
  test('a reached quota holds all workers, and then halves their rate', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    expect(await slots(one, 2)).toEqual([0, 6])
    expect(await slowDown(one, KEY, BLIND)).toBe(MINUTE_MS)
    expect(await slots(other, 3)).toEqual([60, 72, 84])
  })

  test('refusals of calls already under way change nothing; later refusals do', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    await slots(one, 3)
    await slowDown(one, KEY, BLIND)
    const left = await slowDown(other, KEY, BLIND)
    expect(left).toBeGreaterThan(58 * SECOND_MS)
    expect(left).toBeLessThanOrEqual(MINUTE_MS)
    await letPass(one, 61 * SECOND_MS)
    expect(await slots(other, 3)).toEqual([0, 12, 24])
    expect(await slowDown(one, KEY, BLIND)).toBe(MINUTE_MS)
    const [first = 0, second = 0] = await slots(other, 2)
    expect(second - first).toBe(24)
  })

  test('while no call succeeds the wait grows to at most 15 minutes, and the rate stays', async (context) => {
    const [store] = await storesOfTwoWorkers(context, kind)
    const waits: number[] = []
    for (let refusal = 0; refusal < 6; refusal += 1) {
      await slots(store, 1)
      waits.push((await slowDown(store, KEY, BLIND)) / MINUTE_MS)
      await letPass(store, (waits.at(-1) ?? 0) * MINUTE_MS + 1)
    }
    expect(waits).toEqual([1, 2, 4, 8, 15, 15])
    expect(await slots(store, 2)).toEqual([0, 12])
  })

  test('the rate grows back step by step, to the configured rate at most', async (context) => {
    const [store] = await storesOfTwoWorkers(context, kind)
    await slots(store, 2)
    await slowDown(store, KEY, BLIND)
    await letPass(store, 3.5 * MINUTE_MS)
    expect(await slots(store, 2)).toEqual([0, 8])
    await letPass(store, 365 * 24 * 60 * MINUTE_MS)
    expect(await slots(store, 2)).toEqual([0, 6])
  })

  test('ON24’s Retry-After is respected by all kinds of calls and by backfills', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    const { signal } = new AbortController()
    await on24Pace(one, LIMITS, '1').take('events', signal)
    expect(await on24Pace(one, LIMITS, '1').quotaReached(90 * SECOND_MS)).toBe(90 * SECOND_MS)
    expect(await slots(other, 1, 'on24/1/events')).toEqual([90])
    expect(await slots(other, 2, 'on24/1/people')).toEqual([90, 102])
    expect(await slots(other, 2, 'backfill/on24/1/people')).toEqual([90, 150])
    expect(await slots(other, 2, 'on24/2/people')).toEqual([0, 6])
  })
})
