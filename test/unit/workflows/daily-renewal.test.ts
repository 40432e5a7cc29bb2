import { expect, test } from 'vitest'
import { DAY_MS, minuteOfDay, nextRenewal } from '../../../workflows/daily-renewal.ts'

const MIDNIGHT = Date.parse('2026-06-15T00:00:00Z')
const MINUTE_MS = 60_000
const next = (id: string, startedAt: number, now = startedAt) =>
  nextRenewal(id, { startedAt, now, dayMs: DAY_MS })

test('an account keeps its minute of the day, in UTC', () => {
  for (const id of ['22950', '1', '99999999']) {
    const minute = new Date(next(id, MIDNIGHT)).getTime() - MIDNIGHT
    expect((minute % DAY_MS) / MINUTE_MS).toBe(minuteOfDay(id))
    expect(next(id, MIDNIGHT + 10_000_000) % DAY_MS).toBe(next(id, MIDNIGHT) % DAY_MS)
  }
})

test('the minutes of 5,000 accounts with consecutive ids are spread over the day', () => {
  const perHour = new Map<number, number>()
  for (let id = 20_000; id < 25_000; id += 1) {
    const hour = Math.floor(minuteOfDay(String(id)) / 60)
    perHour.set(hour, (perHour.get(hour) ?? 0) + 1)
  }
  expect(perHour.size).toBe(24)
  expect(Math.max(...perHour.values())).toBeLessThan((1.5 * 5000) / 24)
})

test('a controller goes on for half a day to a day and a half, and from then on for a day', () => {
  for (let minutes = 0; minutes < 24 * 60; minutes += 7) {
    const startedAt = MIDNIGHT + minutes * MINUTE_MS
    const first = next('22950', startedAt)
    expect(first - startedAt).toBeGreaterThanOrEqual(DAY_MS / 2)
    expect(first - startedAt).toBeLessThan(1.5 * DAY_MS)
  }
  const due = next('22950', MIDNIGHT)
  // A timer may fire early or late by another machine's clock.
  for (const off of [-5000, 0, 5000]) expect(next('22950', due + off)).toBe(due + DAY_MS)
})

test('one that was opened long ago is due within a day', () => {
  const now = MIDNIGHT + 90 * DAY_MS + 1
  const due = next('22950', MIDNIGHT, now)
  expect(due).toBeGreaterThan(now)
  expect(due).toBeLessThanOrEqual(now + DAY_MS)
})
