import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createActivitySlots } from '../../../src/activity-slots.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('a turn is over after its time, but only while all slots are taken', () => {
  const slots = createActivitySlots(2, 15_000)
  slots.take()
  const isOver = slots.beginTurn()
  vi.advanceTimersByTime(15_000)
  expect(isOver()).toBe(false)
  const giveBack = slots.take()
  expect(isOver()).toBe(true)
  const isNextOver = slots.beginTurn()
  expect(isNextOver()).toBe(false)
  vi.advanceTimersByTime(14_999)
  expect(isNextOver()).toBe(false)
  vi.advanceTimersByTime(1)
  expect(isNextOver()).toBe(true)
  giveBack()
  expect([isOver(), isNextOver()]).toEqual([false, false])
})
