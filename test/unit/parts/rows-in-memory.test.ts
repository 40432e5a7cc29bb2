import { expect, test } from 'vitest'
import { createRowsInMemory } from '../../../src/rows-in-memory.ts'

const never = new AbortController().signal

function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const later = new Promise<false>((resolve) => setTimeout(resolve, 5, false))
  return Promise.race([promise.then(() => true), later])
}

test('beyond the bound all wait but the one that began first', async () => {
  const rows = createRowsInMemory(1_000)
  const [first, second] = [rows.hold(), rows.hold()]
  await first.add(600, never)
  await second.add(300, never)
  const waiting = second.add(200, never)
  expect(await isSettled(waiting)).toBe(false)
  // It would never end, and its rows would never be released, if it had to wait for the others.
  await first.add(5_000, never)
  expect(await isSettled(waiting)).toBe(false)
  first.release()
  await waiting
  expect(await isSettled(second.add(5_000, never))).toBe(true)
})

test('work with more rows than the bound goes on alone', async () => {
  const rows = createRowsInMemory(100)
  await rows.hold().add(500, never)
})

test('work that is stopped while it waits takes no room', async () => {
  const rows = createRowsInMemory(100)
  const first = rows.hold()
  await first.add(100, never)
  const stop = new AbortController()
  const stopped = rows.hold()
  const waiting = stopped.add(1, stop.signal)
  stop.abort(new Error('stopped'))
  await expect(waiting).rejects.toThrow('stopped')
  stopped.release()
  const third = rows.hold().add(100, never)
  first.release()
  expect(await isSettled(third)).toBe(true)
})
