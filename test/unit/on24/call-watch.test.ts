import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchCall } from '../../../src/http/call-watch.ts'
import { SoftStop } from '../../../src/http/soft-stop.ts'

class Paused extends SoftStop {}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('a call under way may end for eight seconds after a soft stop, and is cut then', () => {
  const caller = new AbortController()
  const watch = watchCall(caller.signal, 60_000)
  const reason = new Paused('Paused.')
  caller.abort(reason)
  vi.advanceTimersByTime(7_999)
  expect(watch.signal.aborted).toBe(false)
  // Until then an error of the call is reported as its own: a write may have taken effect.
  expect(watch.reason()).toBeNull()
  vi.advanceTimersByTime(1)
  expect(watch.signal.reason).toBe(reason)
  expect(watch.reason()).toEqual({ cause: reason })
})

test('any other stop cuts the call at once', () => {
  const caller = new AbortController()
  const watch = watchCall(caller.signal, 60_000)
  const reason = new Error('The lease is lost.')
  caller.abort(reason)
  expect(watch.signal.aborted).toBe(true)
  expect(watch.reason()).toEqual({ cause: reason })
  watch.close()
})

test('a call that ended in time leaves no timer', () => {
  const caller = new AbortController()
  const watch = watchCall(caller.signal, 60_000)
  caller.abort(new Paused('Paused.'))
  watch.close()
  expect(vi.getTimerCount()).toBe(0)
})
