import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { LeaseLost, tryWithLease, withLease } from '../../../src/store/leases/hold-lease.ts'
import { releaseLease, takeLease } from '../../../src/store/leases/leases.ts'
import { STORE_KINDS, storesOfTwoWorkers } from '../../support/servers/two-workers.ts'

const LONG_MS = 60_000
/** Long enough for a busy machine to renew in time, short enough to wait for. */
const SHORT_MS = 1_500
const { signal } = new AbortController()

describe.each(STORE_KINDS)('on %s', (kind) => {
  test('a lease has one owner at a time, who alone renews and ends it', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    expect(await takeLease(one, 'thing', 'a', LONG_MS)).toBe(true)
    expect(await takeLease(other, 'thing', 'b', LONG_MS)).toBe(false)
    expect(await takeLease(other, 'other thing', 'b', LONG_MS)).toBe(true)
    expect(await takeLease(one, 'thing', 'a', LONG_MS)).toBe(true)
    await releaseLease(other, 'thing', 'b')
    expect(await takeLease(other, 'thing', 'b', LONG_MS)).toBe(false)
    await releaseLease(one, 'thing', 'a')
    expect(await takeLease(other, 'thing', 'b', LONG_MS)).toBe(true)
  })

  test('a lease that nobody renews runs out, and its former owner does not get it back', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    expect(await takeLease(one, 'thing', 'a', 200)).toBe(true)
    await expect.poll(() => takeLease(other, 'thing', 'b', LONG_MS)).toBe(true)
    expect(await takeLease(one, 'thing', 'a', LONG_MS)).toBe(false)
  })

  test('work that takes longer than its lease keeps it, and gives it back at its end', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    let isAtWork = true
    const work = tryWithLease(
      one,
      { name: 'thing', owner: 'a', signal, ttlMs: SHORT_MS },
      async (leased) => {
        await sleep(2 * SHORT_MS, undefined, { signal: leased })
        isAtWork = false
        return 'done'
      },
    )
    const others: boolean[] = []
    while (isAtWork) {
      await sleep(100)
      const taken = await takeLease(other, 'thing', 'b', LONG_MS)
      if (isAtWork) others.push(taken)
    }
    expect(await work).toEqual({ result: 'done' })
    expect(others.length).toBeGreaterThan(3)
    expect(others).not.toContain(true)
    await expect.poll(() => takeLease(other, 'thing', 'b', LONG_MS)).toBe(true)
  })

  test('work that lost its lease is stopped, and does not end the next owner’s lease', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    const request = { name: 'thing', owner: 'a', signal, ttlMs: SHORT_MS }
    const work = tryWithLease(one, request, async (leased) => {
      await releaseLease(other, 'thing', 'a')
      expect(await takeLease(other, 'thing', 'b', LONG_MS)).toBe(true)
      await sleep(LONG_MS, undefined, { signal: leased })
    })
    await expect(work).rejects.toMatchObject({ cause: expect.any(LeaseLost) as unknown })
    expect(await takeLease(other, 'thing', 'c', LONG_MS)).toBe(false)
  })

  test('an error of the work gives the lease back', async (context) => {
    const [one, other] = await storesOfTwoWorkers(context, kind)
    const work = tryWithLease(one, { name: 'thing', owner: 'a', signal }, () =>
      Promise.reject(new Error('of the work')),
    )
    await expect(work).rejects.toThrow('of the work')
    expect(await takeLease(other, 'thing', 'b', LONG_MS)).toBe(true)
  })

  test('several that wait for one lease take turns, one at a time', async (context) => {
    const stores = await storesOfTwoWorkers(context, kind)
    let atOnce = 0
    let mostAtOnce = 0
    const turns: string[] = []
    const takeTurn = (owner: string, worker: 0 | 1) =>
      withLease(stores[worker], { name: 'thing', owner, signal }, async () => {
        atOnce += 1
        mostAtOnce = Math.max(mostAtOnce, atOnce)
        await sleep(20)
        turns.push(owner)
        atOnce -= 1
      })
    await Promise.all([takeTurn('a', 0), takeTurn('b', 1), takeTurn('c', 0), takeTurn('d', 1)])
    expect(turns.toSorted()).toEqual(['a', 'b', 'c', 'd'])
    expect(mostAtOnce).toBe(1)
  })
})

test('waiting for a lease can be aborted', async (context) => {
  const [store] = await storesOfTwoWorkers(context, 'an embedded store')
  await takeLease(store, 'thing', 'a', LONG_MS)
  const calledOff = new AbortController()
  const waiting = withLease(store, { name: 'thing', owner: 'b', signal: calledOff.signal }, () =>
    Promise.resolve(),
  )
  calledOff.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
})
