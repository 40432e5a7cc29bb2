import { describe, expect, test } from 'vitest'
import { DayShareUsed } from '../../../src/store/paces/day-budget.ts'
import { actOnPace, type LimitSettings, on24Pace } from '../../../src/store/paces/vendor-paces.ts'
import { STORE_KINDS, storesOfTwoWorkers } from '../../support/servers/two-workers.ts'

const SPACING_MS = 40
const NOW = () => new Date('2026-06-15T07:00:00Z')
const { signal } = new AbortController()

const LIMITS: LimitSettings = {
  on24CallsPerMinute: 60_000 / SPACING_MS,
  on24EventListCallsPerMinute: 60_000 / SPACING_MS,
  on24QuotaHoldMs: 60_000,
  on24LongestHoldMs: 900_000,
  actOnCallsPerSecond: (1000 / SPACING_MS) * 1.25,
  actOnCallsPerDay: 10,
  actOnLimitScope: 'account',
}
const ACCOUNT = { on24ClientId: '1', callsPerDay: null }

/** The milliseconds until all of these concurrent calls have ended. */
async function msFor(calls: readonly Promise<void>[]): Promise<number> {
  const startedAt = performance.now()
  await Promise.all(calls)
  return performance.now() - startedAt
}

describe.each(STORE_KINDS)('on %s', (kind) => {
  test('all backfills of an account together get one slot in five, over all workers', async (context) => {
    const stores = await storesOfTwoWorkers(context, kind)
    const paces = stores.map((store) => on24Pace(store, LIMITS, '1', 'backfill'))
    const calls = paces.flatMap((pace) => [0, 1].map(() => pace.take('people', signal)))
    expect(await msFor(calls)).toBeGreaterThanOrEqual(3 * 5 * SPACING_MS - 5)
  })
})

test('beside other runs, backfills make at most one call in five', async (context) => {
  const [store] = await storesOfTwoWorkers(context, 'an embedded store')
  const waiting = new AbortController()
  const backfill = on24Pace(store, LIMITS, '1', 'backfill')
  let taken = 0
  const queued = Array.from({ length: 20 }, async () => {
    await backfill.take('people', waiting.signal)
    taken += 1
  })
  const sync = on24Pace(store, LIMITS, '1')
  const ms = await msFor(Array.from({ length: 10 }, () => sync.take('people', signal)))
  expect(taken).toBeLessThanOrEqual(1 + ms / (5 * SPACING_MS))
  waiting.abort()
  await Promise.allSettled(queued)
})

test('with half of the daily calls used, backfills stop calling Act-On and other runs continue', async (context) => {
  const [store] = await storesOfTwoWorkers(context, 'an embedded store')
  const sync = actOnPace(store, LIMITS, ACCOUNT, NOW)
  const backfill = actOnPace(store, LIMITS, ACCOUNT, NOW, 'backfill')
  for (let call = 0; call < 4; call += 1) await sync.take('api', signal)
  expect(await backfill.callsLeft()).toBe(1)
  await backfill.take('api', signal)
  expect(await backfill.callsLeft()).toBe(0)
  await expect(backfill.take('api', signal)).rejects.toBeInstanceOf(DayShareUsed)
  expect(await sync.callsLeft()).toBe(5)
  await sync.take('api', signal)
})
