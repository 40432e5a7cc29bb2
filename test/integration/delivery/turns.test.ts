/** Activities that read or deliver give their slot to others in between, while all slots of their process are taken. */
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { RunOutcome } from '../../../src/contracts/run.ts'
import {
  type ActivitiesFixture,
  type FixtureAccount,
  openActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

/** More than are read, or delivered, at the same time. */
const WEBINARS = 60
/** Shorter than it takes to read or to deliver all, and four of them longer than a call. */
const TURN_MS = 50
const DAY_MS = 24 * 3_600_000

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture({
    env: { WORKER_ACTIVITIES: '2' },
    timing: { turnMs: TURN_MS },
    accounts: 4,
  })
})
afterAll(() => fixture.close())

/** Links an account with many webinars that no later run reads again. */
async function largeAccount(webinars = WEBINARS, peopleOfFirst = 1): Promise<FixtureAccount> {
  const account = await fixture.nextAccount()
  const liveStartAt = new Date(fixture.sandbox.clock.now().getTime() - 20 * DAY_MS)
  const { world } = fixture.sandbox
  for (let index = 0; index < webinars; index += 1) {
    const eventId = world.addWebinar(account.on24ClientId, { liveStartAt })
    world.registerMany(eventId, index === 0 ? peopleOfFirst : 1)
  }
  return account
}

/**
 * How many activities a run takes.
 * @param takenFrom the activity during which others begin to take all other slots
 */
async function activitiesOf(account: FixtureAccount, outcome: RunOutcome, takenFrom = Infinity) {
  const { activitySlots } = fixture
  const take = activitySlots.take.bind(activitySlots)
  let activities = 0
  let giveBack: () => void = () => undefined
  const slots = vi.spyOn(activitySlots, 'take').mockImplementation(() => {
    activities += 1
    if (activities === takenFrom) giveBack = take()
    return take()
  })
  onTestFinished(() => {
    slots.mockRestore()
    giveBack()
  })
  expect(await account.run()).toMatchObject({ outcome })
  return activities
}

/** Begin, read, deliver and finish. */
const FEWEST = 4

test('with a free slot one call reads all, and one delivers all', async () => {
  const account = await largeAccount()
  expect(await activitiesOf(account, 'complete')).toBe(FEWEST)
  expect(account.lists()).toHaveLength(WEBINARS)
})

test('while others have taken all slots, a call that reads ends after its turn', async () => {
  const account = await largeAccount()
  // Then nothing is delivered.
  await fixture.store.updateTable('account').set({ needsRelinkSince: fixture.now() }).execute()
  expect(await activitiesOf(account, 'needsRelink', 2)).toBeGreaterThan(FEWEST - 1)
  const read = fixture.sandbox.ledger.calls({ account: account.on24ClientId })
  expect(read.filter(({ endpoint }) => endpoint === 'eventRegistrants')).toHaveLength(WEBINARS)
})

test('while others have taken all slots, a call that delivers ends after its turn', async () => {
  const account = await largeAccount()
  expect(await activitiesOf(account, 'complete', 3)).toBeGreaterThan(FEWEST)
  expect(account.lists()).toHaveLength(WEBINARS)
})

test('a job that takes long keeps the slot, and the other webinars go on meanwhile', async () => {
  const account = await largeAccount(20, 40)
  const { promise, resolve } = Promise.withResolvers<undefined>()
  fixture.sandbox.faults.add({
    ...{ vendor: 'actOn', account: account.actOn.accountId, endpoint: 'jobStatus' },
    effect: { beforeAnswer: () => promise },
  })
  const activities = activitiesOf(account, 'complete', 3)
  const filled = () => account.lists().filter(({ rows }) => rows.length > 0).length
  await expect.poll(filled, { timeout: 30_000 }).toBe(20)
  resolve(undefined)
  expect(await activities).toBe(FEWEST)
})
