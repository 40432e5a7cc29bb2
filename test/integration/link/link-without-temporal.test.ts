import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { startSyncing } from '../../../src/accounts/ensure-schedule-and-controller.ts'
import { linkByInvitation } from '../../support/api/link-account.ts'
import { openLinkingFixture, type LinkingFixture } from '../../support/fixtures/linking-fixture.ts'

let fixture: LinkingFixture

beforeAll(async () => {
  fixture = await openLinkingFixture()
})
afterAll(() => fixture.close())

describe('a Temporal that is away', () => {
  const whileAway = () => ({
    ...fixture.starters,
    controllers: {
      ...fixture.starters.controllers,
      ensure: () => Promise.reject(new Error('connection refused')),
    },
  })

  test('does not undo a link: it is stored and started later', async () => {
    const { on24ClientId, actOn } = await fixture.nextAccount()
    const linked = await linkByInvitation(
      { ...fixture, ...whileAway() },
      { on24ClientId, ...actOn },
    )
    expect(linked).toMatchObject({ on24ClientId, isRelink: false })
    const { linkedAt, startedLinkAt } = await fixture.stored(on24ClientId)
    expect([linkedAt, startedLinkAt]).toEqual([expect.any(Date), null])
  })

  test('delays a customer for ten seconds at most', async () => {
    const { on24ClientId, actOn } = await fixture.nextAccount()
    await linkByInvitation({ ...fixture, ...whileAway() }, { on24ClientId, ...actOn })
    const asked = Promise.withResolvers<undefined>()
    const answered = Promise.withResolvers<boolean>()
    const ensure = () => {
      asked.resolve(undefined)
      return answered.promise
    }
    onTestFinished(() => {
      vi.useRealTimers()
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const parts = { ...fixture, ...fixture.starters, controllers: { ensure } }
    let isOver = false
    const waiting = startSyncing(parts, on24ClientId).then(() => {
      isOver = true
    })
    await asked.promise
    await vi.advanceTimersByTimeAsync(9_900)
    expect(isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(100)
    await waiting
    answered.resolve(true)
  })
})
