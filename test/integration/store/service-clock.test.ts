import { describe, expect, onTestFinished, test } from 'vitest'
import { holdBack, reserveSlot } from '../../../src/store/paces/pace.ts'
import { startServiceClock } from '../../../src/store/service-clock.ts'
import type { Store } from '../../../src/store/database.ts'
import { isLeased, takeLease } from '../../../src/store/leases/leases.ts'
import { moveServiceClock } from '../../support/servers/move-service-clock.ts'
import { STORE_KINDS, storesOfTwoWorkers } from '../../support/servers/two-workers.ts'

const SECOND_MS = 1000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Moves the time of all processes until the test's end. */
async function move(store: Store, ms: number): Promise<void> {
  await moveServiceClock(store, ms)
  onTestFinished(() => moveServiceClock(store, -ms))
}

/** A process's monotonic clock, which moves only when the test moves it. */
function heldMonotonic() {
  const clock = { ms: 5_000, read: () => clock.ms }
  return clock
}

describe.each(STORE_KINDS)('on %s', (kind) => {
  test('two processes have the same time, in spite of different machine clocks', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    await move(one, 3 * DAY_MS)
    const early = await startServiceClock(one, () => performance.now() - 1_000_000)
    const late = await startServiceClock(other, () => performance.now() + 1_000_000)
    const apartMs = late.now().getTime() - early.now().getTime()
    expect(Math.abs(apartMs)).toBeLessThan(SECOND_MS)
    expect(Math.abs(early.now().getTime() - Date.now() - 3 * DAY_MS)).toBeLessThan(5 * SECOND_MS)
  })

  test('the time advances without queries, and each query corrects it', async (context) => {
    const [store] = await storesOfTwoWorkers(context, kind)
    const monotonic = heldMonotonic()
    const clock = await startServiceClock(store, monotonic.read)
    const begun = clock.now().getTime()
    monotonic.ms += 20 * SECOND_MS
    expect(clock.now().getTime() - begun).toBe(20 * SECOND_MS)
    await move(store, HOUR_MS)
    await clock.read()
    expect(clock.now().getTime() - begun).toBeGreaterThan(HOUR_MS - SECOND_MS)
  })

  test('a database clock that is set back does not turn a process’s time back', async (context) => {
    const [store] = await storesOfTwoWorkers(context, kind)
    const monotonic = heldMonotonic()
    const clock = await startServiceClock(store, monotonic.read)
    const before = clock.now()
    await move(store, -60 * SECOND_MS)
    await clock.read()
    expect(clock.now()).toEqual(before)
    monotonic.ms += 59 * SECOND_MS
    expect(clock.now()).toEqual(before)
    monotonic.ms += 11 * SECOND_MS
    expect(clock.now().getTime()).toBeGreaterThan(before.getTime())
  })

  test('a database clock that is set back by days is followed at once', async (context) => {
    const [store] = await storesOfTwoWorkers(context, kind)
    const clock = await startServiceClock(store)
    const before = clock.now().getTime()
    await move(store, -4 * DAY_MS)
    await clock.read()
    const movedMs = clock.now().getTime() - before + 4 * DAY_MS
    expect(Math.abs(movedMs)).toBeLessThan(10 * SECOND_MS)
  })

  test('leases and slots granted four days ahead block no process', async (context) => {
    const [store] = await storesOfTwoWorkers(context, kind)
    await moveServiceClock(store, 4 * DAY_MS)
    expect(await takeLease(store, 'thing', 'who is gone', 15_000)).toBe(true)
    await reserveSlot(store, 'vendor', 250)
    await holdBack(store, 'other vendor', 10_000)
    await moveServiceClock(store, -4 * DAY_MS)
    expect(await isLeased(store, 'thing')).toBe(false)
    expect(await takeLease(store, 'thing', 'who is here', 15_000)).toBe(true)
    expect(await isLeased(store, 'thing')).toBe(true)
    expect(await reserveSlot(store, 'vendor', 250)).toBe(0)
    await holdBack(store, 'other vendor', 10_000)
    const waitMs = await reserveSlot(store, 'other vendor', 250)
    expect(waitMs).toBeGreaterThan(8_000)
    expect(waitMs).toBeLessThan(12_000)
  })
})

test('a slow database answer does not change a time that is consistent with it', async (context) => {
  const [store] = await storesOfTwoWorkers(context, 'an embedded store')
  const monotonic = heldMonotonic()
  let answerTakesMs = 0
  const clock = await startServiceClock(store, () => {
    const { ms } = monotonic
    monotonic.ms += answerTakesMs
    return ms
  })
  const before = clock.now().getTime()
  answerTakesMs = 30 * SECOND_MS
  await clock.read()
  answerTakesMs = 0
  const movedMs = clock.now().getTime() - before
  expect(movedMs).toBe(60 * SECOND_MS)
})
