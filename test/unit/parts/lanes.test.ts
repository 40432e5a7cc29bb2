import { expect, test, vi } from 'vitest'
import { Lanes, type LanesLimits } from '../../../activities/run/lanes.ts'
import { sleep, useFakeTimersInEachTest } from '../../support/fake-timers.ts'

useFakeTimersInEachTest()

interface Vendor {
  readonly spacingMs: number
  readonly latencyMs: number
}

/** Works on 200 webinars of two calls each, and returns how long it took and how many were at work at most. */
async function workThrough(vendor: Vendor, limits: LanesLimits) {
  const lanes = new Lanes<null>(limits)
  let nextSlotAt = 0
  const call = async () => {
    lanes.slotAsked()
    const slotAt = Math.max(nextSlotAt, performance.now())
    nextSlotAt = slotAt + vendor.spacingMs
    await sleep(slotAt - performance.now())
    lanes.slotGiven()
    await sleep(vendor.latencyMs)
  }
  const startedAt = performance.now()
  let most = 0
  let left = 200
  const working = (async () => {
    for (;;) {
      const step = await lanes.next({ hasMore: left > 0 })
      if (step === null) return
      if (step !== 'free') continue
      left -= 1
      lanes.begin(String(left), async () => {
        await call()
        await call()
        return null
      })
      most = Math.max(most, lanes.atWork.size)
    }
  })()
  await vi.runAllTimersAsync()
  await working
  return { seconds: (performance.now() - startedAt) / 1000, most }
}

const WIDE = { most: 100, mostInAll: 100 }

test.for([50, 2_000, 10_000, 30_000])(
  'calls of %i ms wait for the pace alone, and no more are in flight than it feeds',
  async (latencyMs) => {
    const spacingMs = 600
    const { seconds, most } = await workThrough({ spacingMs, latencyMs }, WIDE)
    const paced = (400 * spacingMs) / 1000
    expect(seconds).toBeGreaterThanOrEqual(paced - 1)
    expect(seconds).toBeLessThanOrEqual(paced + (3 * latencyMs) / 1000 + 1)
    expect(most).toBeLessThanOrEqual(latencyMs / spacingMs + 4)
  },
)

test('without a pace to wait for, the limit holds', async () => {
  const { most, seconds } = await workThrough(
    { spacingMs: 0, latencyMs: 1_000 },
    { most: 8, mostInAll: 8 },
  )
  expect(most).toBe(8)
  expect(seconds).toBeCloseTo((200 / 8) * 2, 0)
})

test('a webinar that waits aside holds no lane, up to the limit of all', async () => {
  const lanes = new Lanes<string>({ most: 1, mostInAll: 3 })
  const job = Promise.withResolvers<undefined>()
  const begun: string[] = []
  const begin = (eventId: string) => {
    lanes.begin(eventId, async (aside) => {
      begun.push(eventId)
      await aside(() => job.promise)
      return eventId
    })
  }
  for (const eventId of ['1', '2', '3']) {
    expect(await lanes.next({ hasMore: true })).toBe('free')
    begin(eventId)
  }
  const fourth = lanes.next({ hasMore: true, withinMs: 1_000 })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await fourth).toBeNull()
  job.resolve(undefined)
  const ends = [await lanes.next({ hasMore: false }), await lanes.next({ hasMore: false })]
  expect(ends).toEqual([
    { eventId: '1', result: '1' },
    { eventId: '2', result: '2' },
  ])
  await lanes.finish()
  expect(lanes.atWork.size).toBe(0)
  expect(begun).toEqual(['1', '2', '3'])
})

test('an error is the end of its webinar alone', async () => {
  const lanes = new Lanes<null>({ most: 2, mostInAll: 2 })
  const error = new Error('one')
  lanes.begin('1', () => Promise.reject(error))
  expect(await lanes.next({ hasMore: false })).toEqual({ eventId: '1', error })
  expect(await lanes.next({ hasMore: true })).toBe('free')
})

test('a webinar stays at work until its end is taken, so that nobody begins it again meanwhile', async () => {
  const lanes = new Lanes<null>(WIDE)
  lanes.begin('1', () => Promise.reject(new Error('Silent.')))
  await vi.runAllTimersAsync()
  expect(lanes.atWork).toEqual(new Set(['1']))
  expect(await lanes.next({ hasMore: true })).toMatchObject({ eventId: '1' })
  expect(lanes.atWork).toEqual(new Set())
  expect(await lanes.next({ hasMore: true })).toBe('free')
})
