/** What a comparison must never do: write unasked, remove somebody's only row, or hold up other runs. */
import { ServiceError } from '@temporalio/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
import { DayShareUsed } from '../../../src/store/paces/day-budget.ts'
import { verifyAccount } from '../../../src/web/use-cases/verify-account.ts'
import { getAccount } from '../../../src/store/accounts/accounts.ts'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())

const settled = (): Promise<Filled> => settledAccount(fixture)
const OPERATOR = { actor: 'operator:test', address: null }
const NEVER = new AbortController().signal
const REFUSED = { answer: { status: 403, body: '{"status":"error","message":"No."}' } }

function writesTo(accountId: string): number {
  const { ledger } = fixture.sandbox
  const calls = ledger.calls({ account: accountId })
  return calls.filter(({ method, endpoint }) => method !== 'GET' && endpoint !== 'token').length
}

test('a verification that cannot read a list delivers none of the rows that wait for it', async () => {
  const { account, eventId, accountId } = await settled()
  const { world, faults, clock } = fixture.sandbox
  world.registerMany(eventId, 2)
  const writing = { vendor: 'actOn', account: accountId, endpoint: 'upsertContact' } as const
  const liftWriting = faults.add({ ...writing, times: Infinity, effect: REFUSED })
  await account.run()
  clock.advance(2 * WEEK_MS)
  await account.run()
  liftWriting()
  const before = writesTo(accountId)
  const reading = { vendor: 'actOn', account: accountId, endpoint: 'download' } as const
  const lift = faults.add({ ...reading, times: Infinity, effect: REFUSED })
  expect(await account.compare(VERIFY)).toMatchObject({
    outcome: 'incomplete',
    failure: null,
    verification: { lists: 0 },
  })
  lift()
  expect(writesTo(accountId)).toBe(before)
  expect(await account.compare(VERIFY)).toMatchObject({ outcome: 'complete' })
})

test('a registrant id that a user copied to another person’s row is an edited cell of that row', async () => {
  const { account, accountId } = await settled()
  const [first, second] = account.list().rows
  const id = first?.cells['ON24 Registrant ID'] ?? ''
  const { user } = fixture.sandbox.actOn
  user.editCell(accountId, second?.recordId ?? '', 'ON24 Registrant ID', id)
  const repaired = await account.compare(REPAIR)
  expect(kindsOf(repaired)).toEqual(['userEdited ON24 Registrant ID'])
  const ids = account.list().rows.map(({ recordId }) => recordId)
  expect(ids).toContain(second?.recordId)
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
})

test.each(['another person’s address', 'nothing'])(
  'an address that a user replaced by %s is repaired at once, and the row stays the person’s',
  async (what) => {
    const { account, accountId, listId } = await settled()
    const { user } = fixture.sandbox.actOn
    user.addColumn(accountId, listId, 'Their own')
    const [first, second] = account.list().rows
    const recordId = second?.recordId ?? ''
    user.editCell(accountId, recordId, 'Their own', 'kept')
    const before = account.list()
    const other = first?.cells['Email Address'] ?? ''
    user.editCell(accountId, recordId, 'Email Address', what === 'nothing' ? '' : other)
    const repaired = await account.compare(REPAIR)
    expect(kindsOf(repaired)).toEqual(['userEdited Email Address'])
    expect(repaired.verification).toMatchObject({ repaired: 1 })
    expect(account.list()).toEqual(before)
    expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
  },
)

test('of several rows at one address a repair rewrites the person’s own, and leaves the user’s as it is', async () => {
  const { account, accountId, listId } = await settled()
  const { user } = fixture.sandbox.actOn
  const [first] = account.list().rows
  const cells = first?.cells ?? {}
  // Act-On finds the first row at an address. A user made it their own, and copied the person’s row from it before.
  const own = user.addRow(accountId, listId, cells)
  const theirs = first?.recordId ?? ''
  user.editCell(accountId, theirs, 'ON24 Registrant ID', '')
  user.editCell(accountId, theirs, 'Company', 'Theirs')
  user.editCell(accountId, own, 'Company', 'Edited')
  expect(kindsOf(await account.compare(REPAIR))).toEqual(['userEdited Company'])
  const rows = new Map(account.list().rows.map((row) => [row.recordId, row.cells]))
  expect(rows.get(own)).toEqual(cells)
  expect(rows.get(theirs)).toMatchObject({ Company: 'Theirs', 'ON24 Registrant ID': '' })
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
})

test('the weekly comparison writes what ON24 has changed, and leaves a user’s copies of the row to a repair', async () => {
  const { account, accountId, listId } = await settled()
  const { world, actOn, clock } = fixture.sandbox
  const [first] = account.list().rows
  const cells = first?.cells ?? {}
  actOn.user.addRow(accountId, listId, cells)
  const elsewhere = { ...cells, 'Email Address': 'copy.zq7canary@example.com' }
  const copy = actOn.user.addRow(accountId, listId, elsewhere)
  const at = new Date(clock.now().getTime() - WEEK_MS)
  world.editProfile(Number(cells['ON24 Registrant ID']), { company: 'Renamed' }, 'event', at)
  const weekly = await account.compare(WEEKLY)
  expect(kindsOf(weekly)).toEqual(['different Company', 'duplicate', 'extra'])
  const rows = account.list().rows
  expect(rows.find(({ recordId }) => recordId === first?.recordId)?.cells['Company']).toBe(
    'Renamed',
  )
  expect(rows.find(({ recordId }) => recordId === copy)?.cells).toEqual(elsewhere)
  expect(kindsOf(await account.compare(VERIFY))).toEqual(['duplicate', 'extra'])
  await account.compare(REPAIR)
  expect(account.list().rows).toHaveLength(8)
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
})

test('a row that Act-On refuses to move back is moved later, although its webinar is read again meanwhile', async () => {
  const { account, accountId, eventId } = await settled()
  const { world, faults, actOn } = fixture.sandbox
  // Every run reads the webinar now.
  world.register(eventId)
  await account.run()
  const before = account.list()
  const edited = before.rows[1]?.recordId ?? ''
  actOn.user.editCell(accountId, edited, 'Email Address', 'typo.zq7canary@example.com')
  const moving = { vendor: 'actOn', account: accountId, endpoint: 'updateRecord' } as const
  const refused = { answer: { status: 400, body: '{"errorCode":10012,"message":"No."}' } }
  const lift = faults.add({ ...moving, times: Infinity, effect: refused })
  expect(await account.compare(REPAIR)).toMatchObject({ verification: { repaired: 0 } })
  await account.run()
  lift()
  await account.run()
  expect(account.list()).toEqual(before)
})

test('people who swapped their addresses are different, and none of their rows is removed', async () => {
  const { account } = await settled()
  const { world, clock } = fixture.sandbox
  // Long before the webinar was last read, so that no run reads it again.
  const at = new Date(clock.now().getTime() - WEEK_MS)
  const [one, two] = account.list().rows.map(({ cells }) => ({
    id: Number(cells['ON24 Registrant ID']),
    email: cells['Email Address'] ?? '',
  }))
  if (one === undefined || two === undefined) return expect.fail('too few rows')
  world.changeAddress(one.id, two.email, at)
  world.changeAddress(two.id, one.email, at)
  const verified = await account.compare(VERIFY)
  expect(new Set(verified.findings.map(({ kind }) => kind))).toEqual(new Set(['different']))
  expect(await account.compare(REPAIR)).toMatchObject({ outcome: 'complete' })
  expect(account.list().rows).toHaveLength(8)
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
})

test('a copy that has become somebody’s only row since it was found is not removed', async () => {
  const { account, accountId, listId } = await settled()
  const [row] = account.list().rows
  const { user } = fixture.sandbox.actOn
  user.addRow(accountId, listId, row?.cells ?? {})
  // Between the comparison and the removal a user deletes the first of the two.
  fixture.sandbox.faults.add({
    ...{ vendor: 'actOn', account: accountId, endpoint: 'lists' },
    effect: { beforeAnswer: () => user.deleteRow(accountId, row?.recordId ?? '') },
  })
  const repaired = await account.compare(REPAIR)
  expect(repaired.verification).toMatchObject({ duplicate: 1, repaired: 0 })
  expect(account.list().rows).toHaveLength(8)
})

test('a share that is used up makes only comparisons wait, however many calls come at once', async () => {
  const { account } = await settled()
  await fixture.store
    .updateTable('account')
    .set({ actOnCallsPerDay: 12 })
    .where('on24ClientId', '=', account.on24ClientId)
    .execute()
  const stored = await getAccount(fixture.store, account.on24ClientId)
  const pace = fixture.vendors.actOnPace(stored, 'compare')
  const ends = await Promise.allSettled(Array.from({ length: 6 }, () => pace.take('api', NEVER)))
  const refused = ends.filter((end) => end.status === 'rejected')
  expect(refused).toHaveLength(3)
  for (const { reason } of refused) expect(reason).toBeInstanceOf(DayShareUsed)
  expect(await fixture.vendors.actOnPace(stored).callsLeft()).toBeGreaterThan(0)
})

test('a comparison that is requested while Temporal is away is refused, and says so', async () => {
  const { on24ClientId } = await fixture.nextAccount()
  const away = () => Promise.reject(new ServiceError('No connection'))
  const comparisons = { ...fixture.comparisons, isRunning: away, start: away }
  const requested = verifyAccount(
    { ...fixture, comparisons },
    on24ClientId,
    { repair: false },
    OPERATOR,
  )
  await expect(requested).rejects.toMatchObject({ word: 'temporalUnavailable' })
})
