/** Activities that read or deliver give their slot to others in between, while all slots of their process are taken. */
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { RunOutcome } from '../../../src/contracts/run.ts'
import {
  type ActivitiesFixture,
  type FixtureAccount,
  openActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

/** More than are read, or delivered, at the same time. */
const WEBINARS = 120
const DAY_MS = 24 * 3_600_000

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture({
    env: { WORKER_ACTIVITIES: '2' },
    timing: { turnMs: 0 },
    accounts: 3,
  })
})
afterAll(() => fixture.close())

/** Links an account with many webinars that no later run reads again. */
async function largeAccount(): Promise<FixtureAccount> {
  const account = await fixture.nextAccount()
  const liveStartAt = new Date(fixture.sandbox.clock.now().getTime() - 20 * DAY_MS)
  const { world } = fixture.sandbox
  for (let index = 0; index < WEBINARS; index += 1) {
    world.registerMany(world.addWebinar(account.on24ClientId, { liveStartAt }), 1)
  }
  return account
}

/**
 * How many calls of the activities that read or deliver a run takes.
 * @param takenFrom the call before which others take all other slots
 */
async function callsOf(account: FixtureAccount, outcome: RunOutcome, takenFrom = Infinity) {
  const { activitySlots } = fixture
  const beginTurn = activitySlots.beginTurn.bind(activitySlots)
  let calls = 0
  let giveBack: () => void = () => undefined
  const turns = vi.spyOn(activitySlots, 'beginTurn').mockImplementation(() => {
    calls += 1
    if (calls === takenFrom) giveBack = activitySlots.take()
    return beginTurn()
  })
  onTestFinished(() => {
    turns.mockRestore()
    giveBack()
  })
  expect(await account.run()).toMatchObject({ outcome })
  return calls
}

test('with a free slot one call reads all, and one delivers all', async () => {
  const account = await largeAccount()
  expect(await callsOf(account, 'complete')).toBe(2)
  expect(account.lists()).toHaveLength(WEBINARS)
})

test('while others have taken all slots, a call that reads ends after its turn', async () => {
  const account = await largeAccount()
  // Then nothing is delivered.
  await fixture.store.updateTable('account').set({ needsRelinkSince: fixture.now() }).execute()
  expect(await callsOf(account, 'needsRelink', 1)).toBeGreaterThan(1)
  const read = fixture.sandbox.ledger.calls({ account: account.on24ClientId })
  expect(read.filter(({ endpoint }) => endpoint === 'eventRegistrants')).toHaveLength(WEBINARS)
})

test('while others have taken all slots, a call that delivers ends after its turn', async () => {
  const account = await largeAccount()
  expect(await callsOf(account, 'complete', 2)).toBeGreaterThan(2)
  expect(account.lists()).toHaveLength(WEBINARS)
})
