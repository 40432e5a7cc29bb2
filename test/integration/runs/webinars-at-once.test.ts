/** Runs wait for the vendors' limits, not for one webinar after the other. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { getAccount } from '../../../src/store/accounts/accounts.ts'
import {
  type ActivitiesFixture,
  type FixtureAccount,
  openActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'

/** More than hold a lane while they are delivered. */
const MANY = 55
/** Enough for a merge. */
const PEOPLE = 6

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture({ timing: { jobPollSeconds: [0.05, 0.2, 0.5] } })
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

const calls = ({ on24ClientId, actOn }: FixtureAccount, endpoint: string) =>
  fixture.sandbox.ledger.count({ account: on24ClientId, endpoint }) +
  fixture.sandbox.ledger.count({ account: actOn.accountId, endpoint })

test('webinars are read while others wait for their answers', async () => {
  const account = await fixture.nextAccount()
  for (let number = 0; number < 10; number += 1) account.webinar(1)
  const all = Promise.withResolvers<undefined>()
  let waiting = 0
  fixture.sandbox.faults.add({
    vendor: 'on24',
    account: account.on24ClientId,
    endpoint: 'eventRegistrants',
    times: Infinity,
    effect: {
      beforeAnswer() {
        waiting += 1
        if (waiting === 10) all.resolve(undefined)
        return all.promise
      },
    },
  })
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 10 } })
  expect(waiting).toBe(10)
})

test('a merge that waits for its job keeps no other webinar from being sent', async () => {
  const account = await fixture.nextAccount()
  for (let number = 0; number < MANY; number += 1) account.webinar(PEOPLE)
  const { knobs } = fixture.sandbox.actOn
  const before = { ...knobs }
  Object.assign(knobs, { jobMinMs: 600_000, jobUnpolledMs: 600_000 })
  const ending = account.run()
  await expect.poll(() => calls(account, 'merge'), { timeout: 60_000 }).toBe(MANY)
  expect(account.lists().flatMap(({ rows }) => rows)).toEqual([])
  Object.assign(knobs, before, { jobMinMs: 0, jobPendingPolls: 0, jobRunningPolls: 0 })
  expect(await ending).toMatchObject({
    outcome: 'complete',
    ledger: { created: MANY * PEOPLE },
  })
})

test('what one job shows spares the others most looks, and is kept for later runs', async () => {
  const account = await fixture.nextAccount()
  for (let number = 0; number < 20; number += 1) account.webinar(PEOPLE)
  const { knobs } = fixture.sandbox.actOn
  const before = { ...knobs }
  Object.assign(knobs, { jobMinMs: 1_000, jobPendingPolls: 0, jobRunningPolls: 0 })
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  Object.assign(knobs, before)
  expect(calls(account, 'merge')).toBe(20)
  // Alone, each would be looked at after 50, 250, 750 and 1,250 ms.
  expect(calls(account, 'jobStatus')).toBeLessThanOrEqual(2.5 * 20)
  const { usualJobMs } = await getAccount(fixture.store, account.on24ClientId)
  expect(usualJobMs).toBeGreaterThanOrEqual(700)
})

test('delivering begins with the first webinar that was read, while others are still being read', async () => {
  const webinar = { liveStartAt: new Date(Date.now() + 24 * 60 * 60 * 1000), people: 3 }
  const service = await startServiceFixture({
    leavesOutClockSlots: true,
    world: { accounts: [{ webinars: [webinar, webinar] }] },
  })
  const { world, faults, actOn } = service.sandbox
  const [account] = world.accounts
  const { on24ClientId, actOn: link } = account ?? expect.fail('no account')
  const released = Promise.withResolvers<undefined>()
  faults.add({
    vendor: 'on24',
    account: on24ClientId,
    endpoint: 'eventRegistrants',
    skip: 1,
    effect: { beforeAnswer: () => released.promise },
  })
  const delivered = () =>
    actOn
      .lists(link.accountId)
      .filter(({ folderName, rows }) => folderName === on24ClientId && rows.length > 0).length
  await service.link(on24ClientId)
  await expect.poll(delivered, { timeout: 30_000 }).toBe(1)
  released.resolve(undefined)
  await expect.poll(delivered, { timeout: 30_000 }).toBe(2)
})
