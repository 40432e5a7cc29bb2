/** A rebuild writes every row of a list again, into the same list, in the account's present time zone. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ActivitiesFixture } from '../../support/fixtures/activities-fixture.ts'
import { truthDifferences } from '../../support/expectation/truth-differences.ts'
import {
  type Filled,
  openComparisonFixture,
  settledAccount,
  VERIFY,
  WEEK_MS,
} from '../../support/verification/settled-account.ts'
import { changeAccount } from '../../../src/accounts/change-account.ts'
import { setExcluded, updateWebinar } from '../../../src/store/webinars/webinars.ts'
import { rebuildListOf } from '../../../src/web/use-cases/rebuild-list.ts'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())
afterEach(() => {
  fixture.sandbox.faults.clear()
})

/** No account of the world has this zone. Its clocks change, too. */
const SYDNEY = 'Australia/Sydney'
const OPERATOR = { actor: 'operator:test', address: null }
const NEVER = new AbortController().signal
const NOTHING = () => Promise.resolve()

const rebuild = ({ account, eventId }: Pick<Filled, 'account' | 'eventId'>) =>
  rebuildListOf(fixture, { on24ClientId: account.on24ClientId, eventId: String(eventId) }, OPERATOR)

async function chooseSydney({ account: { on24ClientId } }: Filled): Promise<void> {
  await changeAccount(fixture, on24ClientId, { timeZone: SYDNEY }, NEVER, NOTHING)
}

/** A settled list with rows and attendances on both sides of a change of the clocks. */
async function filledInBothHalvesOfTheYear(): Promise<Filled> {
  const filled = await settledAccount(fixture)
  const { world, clock } = fixture.sandbox
  clock.advance(26 * WEEK_MS)
  for (const id of world.registerMany(filled.eventId, 4)) world.attend(id, { minutes: 30 })
  clock.advance(WEEK_MS)
  await filled.account.run()
  return filled
}

const recordIds = ({ account }: Filled) =>
  account
    .list()
    .rows.map(({ recordId }) => recordId)
    .toSorted()

const differencesIn = ({ account }: Filled, timeZone: string) =>
  truthDifferences(fixture.sandbox, {
    on24ClientId: account.on24ClientId,
    actOn: { accountId: account.actOn.accountId, timeZone },
  })

test('after the account’s time zone was changed, every time is in the new zone, in the same rows of the same list', async () => {
  const filled = await filledInBothHalvesOfTheYear()
  const { account, listId } = filled
  expect(differencesIn(filled, account.actOn.timeZone)).toEqual([])
  const before = recordIds(filled)
  await chooseSydney(filled)
  expect(differencesIn(filled, SYDNEY)).not.toEqual([])

  expect(await rebuild(filled)).toMatchObject({ rows: 12, syncAsked: true })
  expect(fixture.asked).toContain(`signal syncNow ${account.on24ClientId}`)
  // Nothing was written yet, and no comparison takes that for a difference.
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
  expect(await account.run()).toMatchObject({
    outcome: 'complete',
    ledger: { read: 12, updated: 12, created: 0 },
  })
  expect(account.list().listId).toBe(listId)
  expect(recordIds(filled)).toEqual(before)
  expect(differencesIn(filled, SYDNEY)).toEqual([])
  expect(await account.compare(VERIFY)).toMatchObject({ findings: [] })
  expect(await account.run()).toMatchObject({ ledger: { read: 0 } })
})

test('without another time zone, every row is sent again, and overwrites what users have edited', async () => {
  const filled = await settledAccount(fixture)
  const { account, accountId } = filled
  const [row] = account.list().rows
  fixture.sandbox.actOn.user.editCell(accountId, row?.recordId ?? '', 'Company', 'Another')
  await rebuild(filled)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 8 } })
  expect(differencesIn(filled, account.actOn.timeZone)).toEqual([])
})

test.each([
  ['while ON24 is read', 'on24', 'eventRegistrants'],
  ['while rows in the earlier zone are uploaded', 'actOn', 'merge'],
] as const)('a rebuild that is requested %s is not lost', async (_, vendor, endpoint) => {
  const filled = await settledAccount(fixture)
  fixture.sandbox.world.registerMany(filled.eventId, 6)
  fixture.sandbox.faults.add({
    ...{ vendor, endpoint },
    effect: {
      async beforeAnswer() {
        await chooseSydney(filled)
        await rebuild(filled)
      },
    },
  })
  await filled.account.run()
  expect(await filled.account.run()).toMatchObject({ outcome: 'complete', ledger: { read: 14 } })
  expect(differencesIn(filled, SYDNEY)).toEqual([])
})

test('a rebuild whose calls fail or lose their answers goes on, and writes no row twice', async () => {
  const filled = await filledInBothHalvesOfTheYear()
  const before = recordIds(filled)
  await chooseSydney(filled)
  await rebuild(filled)
  await rebuild(filled)
  const { faults } = fixture.sandbox
  const down = { answer: { status: 503, body: 'Down' } }
  faults.add({ vendor: 'on24', endpoint: 'eventRegistrants', effect: down })
  faults.add({ vendor: 'actOn', endpoint: 'merge', effect: { cut: 'after' } })
  expect(await filled.account.run()).toMatchObject({ outcome: 'complete', retried: { length: 2 } })
  expect(recordIds(filled)).toEqual(before)
  expect(differencesIn(filled, SYDNEY)).toEqual([])
})

test('an attendance that ON24 no longer gives stays in the list as it was written', async () => {
  const filled = await filledInBothHalvesOfTheYear()
  const attendances = () =>
    filled.account
      .list()
      .rows.map(({ cells }) => cells['Attendance Date/Time'])
      .toSorted()
  const before = attendances()
  await chooseSydney(filled)
  await rebuild(filled)
  fixture.sandbox.faults.add({
    ...{ vendor: 'on24', endpoint: 'eventAttendees', account: filled.account.on24ClientId },
    effect: { rewrite: (body) => body.replace(/"attendees":\[.*\]/s, '"attendees":[]') },
  })
  expect(await filled.account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 12 } })
  expect(attendances()).toEqual(before)
  const rows = filled.account.list().rows
  expect(rows.filter(({ cells }) => cells['Status'] === 'Attended')).toHaveLength(4)
  // It is replaced when ON24 gives it again.
  await rebuild(filled)
  await filled.account.run()
  expect(differencesIn(filled, SYDNEY)).toEqual([])
})

test('a webinar that no run would read, and one without a list, are refused and stay as they are', async () => {
  const filled = await settledAccount(fixture)
  const { on24ClientId } = filled.account
  const eventId = String(filled.eventId)
  const { store } = fixture
  const stored = () =>
    store
      .selectFrom('registration')
      .select('registrationHash')
      .where('on24ClientId', '=', on24ClientId)
      .orderBy('registrantId')
      .execute()
  const before = await stored()
  const refusal = (word: string) => expect.objectContaining({ word }) as unknown

  await setExcluded(store, on24ClientId, eventId, true)
  await expect(rebuild(filled)).rejects.toEqual(refusal('webinarNotRead'))
  await setExcluded(store, on24ClientId, eventId, false)
  await updateWebinar(store, on24ClientId, eventId, { unavailableSince: fixture.now() })
  await expect(rebuild(filled)).rejects.toEqual(refusal('webinarNotRead'))
  await updateWebinar(store, on24ClientId, eventId, { unavailableSince: null })
  await filled.account.pause()
  await expect(rebuild(filled)).rejects.toMatchObject({ name: 'AccountPaused' })
  await filled.account.resume()
  expect(await stored()).toEqual(before)

  const without = { ...filled, eventId: filled.account.webinar(0) }
  await expect(rebuild(without)).rejects.toEqual(refusal('webinarUnknown'))
  await filled.account.run()
  await expect(rebuild(without)).rejects.toEqual(refusal('noList'))
})
