import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { accountsWaitingForQuota } from '../../../src/store/accounts/account-state.ts'
import {
  beginRemoval,
  finishRemovalInStore,
  isWorkedOn,
} from '../../../src/store/accounts/removals.ts'
import { findInvitation } from '../../../src/store/visitors/invitations.ts'
import { newInvitation } from '../../support/api/link-account.ts'
import { tablesWithRowsOf } from '../../support/rows/rows-of-account.ts'
import {
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

// Activities that continue after their account's removal, because they were not notified in time.

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())
beforeEach(() => {
  fixture.sandbox.faults.clear()
})

async function begin(on24ClientId: string): Promise<void> {
  const by = { actor: 'operator:test', address: null, at: fixture.now() }
  await beginRemoval(fixture.store, on24ClientId, by)
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  await expect.poll(isTrue, { timeout: 20_000, interval: 20 }).toBe(true)
}

const mergeIsOut = async (on24ClientId: string) => {
  const jobs = fixture.store.selectFrom('mergeJob').select('id')
  return (await jobs.where('on24ClientId', '=', on24ClientId).execute()).length > 0
}
const upsertIsOut = async (on24ClientId: string) => {
  const lists = fixture.store.selectFrom('webinar').select('listId')
  const made = lists.where('on24ClientId', '=', on24ClientId).where('listId', 'is not', null)
  return (await made.execute()).length > 0
}

test.each([
  ['a whole read', 'on24', 'eventRegistrants', 30, (id: string) => isWorkedOn(fixture.store, id)],
  ['a bulk merge', 'actOn', 'merge', 30, mergeIsOut],
  ['a single upsert', 'actOn', 'upsertContact', 2, upsertIsOut],
] as const)('%s answered after the account’s removal stores nothing', async (...given) => {
  const [, vendor, endpoint, registrants, isOut] = given
  const account = await fixture.nextAccount()
  const { on24ClientId } = account
  account.webinar(registrants)
  fixture.sandbox.clock.advance(12 * 60 * 60 * 1000)
  fixture.sandbox.faults.add({ vendor, endpoint, effect: { delayMs: 1_500 } })

  const run = account.run().catch((error: unknown) => error)
  await until(() => isOut(on24ClientId))
  await begin(on24ClientId)
  await finishRemovalInStore(fixture.store, on24ClientId, fixture.now())
  expect(await run).toMatchObject({
    type: 'AccountBeingRemoved',
    nonRetryable: true,
    category: 'BENIGN',
  })
  expect(await tablesWithRowsOf(fixture.store, on24ClientId)).toEqual([])
})

test('a removal voids the invitations of its account at once', async () => {
  const { on24ClientId } = await fixture.nextAccount()
  const { tokenHash } = await newInvitation(fixture, on24ClientId)
  await begin(on24ClientId)
  expect(await findInvitation(fixture.store, tokenHash)).toBeUndefined()
})

test('a run of an account that is being removed starts no work', async () => {
  const account = await fixture.nextAccount()
  await begin(account.on24ClientId)
  const calls = () => fixture.sandbox.ledger.count({ account: account.on24ClientId })
  const before = calls()
  await expect(account.run()).rejects.toMatchObject({ type: 'AccountBeingRemoved' })
  expect(calls()).toBe(before)
})

test('a running activity ends within seconds once its account is being removed', async () => {
  const account = await fixture.nextAccount()
  account.webinar(5)
  fixture.sandbox.clock.advance(12 * 60 * 60 * 1000)
  const endpoint = 'eventRegistrants'
  fixture.sandbox.faults.add({ vendor: 'on24', endpoint, effect: { delayMs: 600_000 } })
  const run = account.run().catch((error: unknown) => error)
  await until(() => isWorkedOn(fixture.store, account.on24ClientId))
  await begin(account.on24ClientId)
  const late = sleep(10_000).then(() => 'still at work')
  expect(await Promise.race([run, late])).toMatchObject({ type: 'AccountBeingRemoved' })
  await until(async () => !(await isWorkedOn(fixture.store, account.on24ClientId)))
})

test('a probe for all accounts starts no run of an account that is being removed', async () => {
  const account = await fixture.nextAccount()
  const { on24ClientId } = account
  await fixture.store
    .updateTable('account')
    .set({ quotaSince: fixture.now(), quotaBlocked: true })
    .where('on24ClientId', '=', on24ClientId)
    .execute()

  expect(await accountsWaitingForQuota(fixture.store)).toEqual([on24ClientId])
  await begin(on24ClientId)
  expect(await accountsWaitingForQuota(fixture.store)).toEqual([])
})
