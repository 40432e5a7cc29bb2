/** Rows that were sent without an answer: Act-On may hold the confirmed content or the content sent since. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type FixtureAccount,
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture({ env: { CANCELLED_REGISTRANTS: 'remove' } })
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

/** Runs the account: its next call of the endpoint takes effect but gets no answer, and all later calls are refused. */
async function runWithLostAnswer(account: FixtureAccount, endpoint: string): Promise<void> {
  const { faults, actOn } = fixture.sandbox
  const { accountId } = account.actOn
  faults.add({
    vendor: 'actOn',
    account: accountId,
    endpoint,
    effect: { cut: 'after', beforeAnswer: () => actOn.user.disableApi(accountId) },
  })
  expect(await account.run()).toMatchObject({ outcome: 'failed', ledger: { pending: 1 } })
  actOn.user.enableApi(accountId)
}

test('a change that ON24 reverts is reverted in Act-On, too', async () => {
  const account = await fixture.nextAccount()
  const { world } = fixture.sandbox
  const eventId = account.webinar(0)
  const person = world.register(eventId, { profile: { company: 'Before', city: '' } })
  await account.run()
  world.editProfile(person, { company: 'After', city: 'Oslo' }, 'client')
  await runWithLostAnswer(account, 'upsertContact')
  expect(account.list().rows[0]?.cells).toMatchObject({ Company: 'After', City: 'Oslo' })

  world.editProfile(person, { company: 'Before', city: '' }, 'client')
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 1 } })
  expect(account.list().rows[0]?.cells).toMatchObject({ Company: 'Before', City: '' })
  expect(await account.run()).toMatchObject({ ledger: { unchanged: 1, updated: 0 } })
})

test('a person who comes back while the removal is unanswered is written again', async () => {
  const account = await fixture.nextAccount()
  const { world } = fixture.sandbox
  const eventId = account.webinar(2)
  const person = world.register(eventId)
  await account.run()
  world.softDelete(person)
  await runWithLostAnswer(account, 'deleteRecords')
  expect(account.list().rows).toHaveLength(2)

  world.undelete(person)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { pending: 0 } })
  expect(account.list().rows).toHaveLength(3)
})
