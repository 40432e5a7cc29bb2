/** Comparisons of lists with what ON24 has changed since: without a trace, just now, or while rows wait. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ActivitiesFixture } from '../../support/fixtures/activities-fixture.ts'
import { kindsOf } from '../../support/verification/ended-comparison.ts'
import {
  type Filled,
  openComparisonFixture,
  REPAIR,
  settledAccount,
  VERIFY,
  WEEK_MS,
  WEEKLY,
} from '../../support/verification/settled-account.ts'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())

const settled = (): Promise<Filled> => settledAccount(fixture)

describe('what ON24 changes without a trace', () => {
  test('is found as different, and written by the weekly comparison', async () => {
    const { account } = await settled()
    const { world } = fixture.sandbox
    const registered = account.list().rows[0]?.cells['ON24 Registrant ID']
    world.editProfile(Number(registered), { company: 'Renamed in ON24' }, 'event')
    expect(kindsOf(await account.compare(VERIFY))).toEqual(['different Company'])
    expect(await account.compare(WEEKLY)).toMatchObject({
      ledger: { updated: 1, unchanged: 7 },
      verification: { different: 1, repaired: 1 },
    })
    expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
  })

  test('is written into the row that is there, also at an address that a user gave it', async () => {
    const { account, accountId } = await settled()
    const { world, actOn } = fixture.sandbox
    const [row] = account.list().rows
    actOn.user.editCell(
      accountId,
      row?.recordId ?? '',
      'Email Address',
      'typo.zq7canary@example.com',
    )
    const registered = Number(row?.cells['ON24 Registrant ID'])
    world.editProfile(registered, { company: 'Renamed in ON24' }, 'event')
    expect(kindsOf(await account.compare(WEEKLY))).toEqual(['different Company Email Address'])
    expect(account.list().rows).toHaveLength(8)
    expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
  })
})

test('what a user edited is reported by the weekly comparison, and stays', async () => {
  const { account, accountId } = await settled()
  const [row] = account.list().rows
  fixture.sandbox.actOn.user.editCell(accountId, row?.recordId ?? '', 'Company', 'Edited')
  const compared = await account.compare(WEEKLY)
  expect(kindsOf(compared)).toEqual(['userEdited Company'])
  expect(compared).toMatchObject({ ledger: { updated: 0, unchanged: 8 } })
  expect(account.list().rows[0]?.cells['Company']).toBe('Edited')
})

test('of a webinar that every run still reads, what ON24 has changed is left to the next run, and what a user changed is found', async () => {
  const { account, eventId, accountId } = await settled()
  const { world, actOn } = fixture.sandbox
  world.register(eventId)
  await account.run()
  world.register(eventId)
  const [edited] = account.list().rows
  actOn.user.editCell(accountId, edited?.recordId ?? '', 'City', 'Elsewhere')
  expect(kindsOf(await account.compare(VERIFY))).toEqual(['userEdited City'])
})

test('what ON24 shows as new in a settled webinar is left to the next run, which reads it', async () => {
  const { account, eventId, accountId } = await settled()
  const { world, actOn } = fixture.sandbox
  const [edited, renamed] = account.list().rows
  world.register(eventId)
  world.editProfile(Number(renamed?.cells['ON24 Registrant ID']), { company: 'New' }, 'client')
  actOn.user.editCell(accountId, edited?.recordId ?? '', 'City', 'Elsewhere')
  expect(kindsOf(await account.compare(VERIFY))).toEqual(['userEdited City'])
  expect(await account.run()).toMatchObject({ ledger: { created: 1, updated: 1, unchanged: 7 } })
})

test('rows that wait for Act-On are no findings', async () => {
  const { account, eventId, accountId } = await settled()
  const { world, faults, clock } = fixture.sandbox
  world.registerMany(eventId, 2)
  const refused = { vendor: 'actOn', account: accountId, endpoint: 'upsertContact' } as const
  const lift = faults.add({ ...refused, times: Infinity, effect: { answer: { status: 500 } } })
  await account.run()
  // Until no run reads the webinar any more.
  clock.advance(2 * WEEK_MS)
  await account.run()
  lift()
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
})

test('people whom ON24 added to a settled webinar without a trace are missing, until they are written', async () => {
  const { account, eventId } = await settled()
  const { world, clock } = fixture.sandbox
  // Registered before the last read, and shown by no filter since.
  world.register(eventId, { at: clock.now(), createdAt: new Date(clock.now().getTime() - WEEK_MS) })
  clock.advance(2 * WEEK_MS)
  expect(kindsOf(await account.compare(VERIFY))).toEqual(['missing'])
  expect(await account.compare(WEEKLY)).toMatchObject({ ledger: { created: 1 } })
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
})

test('a forgotten person whose row is back is extra, and removed', async () => {
  const { account, eventId, accountId, listId } = await settled()
  const [row] = account.list().rows
  const forgotten = Number(row?.cells['ON24 Registrant ID'])
  fixture.sandbox.world.forget(forgotten)
  await account.run()
  fixture.sandbox.clock.advance(WEEK_MS)
  await account.run()
  expect(account.list().rows).toHaveLength(7)
  fixture.sandbox.actOn.user.addRow(accountId, listId, row?.cells ?? {})
  expect(eventId).toBeGreaterThan(0)
  expect(kindsOf(await account.compare(REPAIR))).toEqual(['extra'])
  expect(account.list().rows).toHaveLength(7)
})

test('a row whose write was not answered is repaired once', async () => {
  const { account, accountId } = await settled()
  const [row] = account.list().rows
  fixture.sandbox.actOn.user.deleteRow(accountId, row?.recordId ?? '')
  const { faults } = fixture.sandbox
  // The first write of the row takes effect without an answer.
  faults.add({
    vendor: 'actOn',
    account: accountId,
    endpoint: 'upsertContact',
    effect: { cut: 'after' },
  })
  const repaired = await account.compare(REPAIR)
  expect(repaired.verification).toMatchObject({ missing: 1, repaired: 1 })
  expect(account.list().rows).toHaveLength(8)
})

test('a comparison makes no more than a quarter of the day’s calls', async () => {
  const { account } = await settled()
  await fixture.store
    .updateTable('account')
    .set({ actOnCallsPerDay: 4 })
    .where('on24ClientId', '=', account.on24ClientId)
    .execute()
  const calls = () => fixture.sandbox.ledger.count({ account: account.actOn.accountId })
  const before = calls()
  // The list is downloaded; a second call would show in which folder it is.
  expect(await account.compare(VERIFY)).toMatchObject({
    outcome: 'incomplete',
    verification: { lists: 0 },
  })
  // Besides that call, the access token is refreshed.
  expect(calls() - before).toBeLessThanOrEqual(2)
})
