import { describe, expect, test } from 'vitest'
import { DayBudgetUsed, dropOldCounts } from '../../../src/store/paces/day-budget.ts'
import { holdBack, reserveSlot } from '../../../src/store/paces/pace.ts'
import { actOnPace, type LimitSettings, on24Pace } from '../../../src/store/paces/vendor-paces.ts'
import type { Store } from '../../../src/store/database.ts'
import { STORE_KINDS, storesOfTwoWorkers } from '../../support/servers/two-workers.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const NOW = new Date('2026-06-15T07:00:00Z')
const { signal } = new AbortController()

const LIMITS: LimitSettings = {
  on24CallsPerMinute: 60_000,
  on24EventListCallsPerMinute: 60_000,
  on24QuotaHoldMs: 60_000,
  on24LongestHoldMs: 900_000,
  actOnCallsPerSecond: 1000,
  actOnCallsPerDay: 20,
  actOnLimitScope: 'account',
}

function paceOf(store: Store, on24ClientId = '1', changes: Partial<LimitSettings> = {}, at = NOW) {
  const account = { on24ClientId, callsPerDay: null }
  return actOnPace(store, { ...LIMITS, ...changes }, account, () => at)
}

/** The waits in whole minutes, sorted. */
async function minutesOf(waits: readonly Promise<number>[]): Promise<number[]> {
  const ms = await Promise.all(waits)
  return ms.map((wait) => Math.round(wait / MINUTE_MS)).toSorted((a, b) => a - b)
}

/** The number of calls that were granted. */
async function letGo(calls: readonly Promise<void>[]): Promise<number> {
  const ends = await Promise.allSettled(calls)
  for (const end of ends) {
    if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(DayBudgetUsed)
  }
  return ends.filter(({ status }) => status === 'fulfilled').length
}

describe.each(STORE_KINDS)('on %s', (kind) => {
  test('two workers are given slots that are evenly spaced, none of them twice', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    const waits = [one, other, one, other, one, other].map((store) =>
      reserveSlot(store, 'key', MINUTE_MS),
    )
    expect(await minutesOf(waits)).toEqual([0, 1, 2, 3, 4, 5])
    expect(await minutesOf([reserveSlot(one, 'another key', MINUTE_MS)])).toEqual([0])
  })

  test('unused slots expire: after a pause there is no burst', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    await reserveSlot(one, 'key', 1)
    const waits = [one, other, one].map((store) => reserveSlot(store, 'key', MINUTE_MS))
    expect(await minutesOf(waits)).toEqual([0, 1, 2])
  })

  test('one worker’s hold applies to all workers, and a shorter hold does not shorten a longer one', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    await holdBack(one, 'key', 10 * MINUTE_MS)
    await holdBack(other, 'key', MINUTE_MS)
    expect(await minutesOf([reserveSlot(other, 'key', MINUTE_MS)])).toEqual([10])
  })

  test('two workers together make as many calls in a day as are set, and not one more', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    const calls = Array.from({ length: 30 }, (_, index) =>
      paceOf(index % 2 === 0 ? one : other).take('api', signal),
    )
    expect(await letGo(calls)).toBe(20)
    expect(await paceOf(other).callsLeft()).toBe(0)
    expect(await letGo([paceOf(one, '2').take('api', signal)])).toBe(1)
  })

  test('any 24 hours count, not the day of the calendar', async (context) => {
    const [store] = await storesOfTwoWorkers(context, kind)
    const at = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS)
    const take = (count: number, hours: number) =>
      letGo(
        Array.from({ length: count }, () => paceOf(store, '1', {}, at(hours)).take('api', signal)),
      )
    expect(await take(12, 0)).toBe(12)
    expect(await take(12, 20)).toBe(8)
    expect(await take(1, 23.9)).toBe(0)
    await dropOldCounts(store, at(23.9))
    expect(await take(15, 24.2)).toBe(12)
    await dropOldCounts(store, at(24.2))
    expect(await take(1, 43.9)).toBe(0)
    expect(await take(15, 44.2)).toBe(8)
  })

  test('counted per client id, all accounts share one budget and one pace', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    const perClient = { actOnLimitScope: 'client', actOnCallsPerDay: 3 } as const
    const calls = [
      paceOf(one, '1', perClient).take('api', signal),
      paceOf(other, '2', perClient).take('api', signal),
      paceOf(one, '3', perClient).take('api', signal),
      paceOf(other, '4', perClient).take('api', signal),
    ]
    expect(await letGo(calls)).toBe(3)
    await paceOf(one, '1', perClient).holdBack(10 * MINUTE_MS)
    const waiting = new AbortController()
    const held = paceOf(other, '2', { ...perClient, actOnCallsPerDay: 9 }).take(
      'api',
      waiting.signal,
    )
    waiting.abort()
    await expect(held).rejects.toMatchObject({ name: 'AbortError' })
  })
})

test('ON24 has a pace of its own for event lists, and one per account', async (context) => {
  const [store] = await storesOfTwoWorkers(context, 'an embedded store')
  const limits = { ...LIMITS, on24EventListCallsPerMinute: 1 }
  await on24Pace(store, limits, '1').take('events', signal)
  await on24Pace(store, limits, '1').take('people', signal)
  await on24Pace(store, limits, '2').take('events', signal)
  const waiting = new AbortController()
  const held = on24Pace(store, limits, '1').take('events', waiting.signal)
  waiting.abort()
  await expect(held).rejects.toMatchObject({ name: 'AbortError' })
})
