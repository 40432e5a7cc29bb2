/** Why the contact of a person whom ON24 shows looks as it does: written, changed, moved, left out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExplainBody } from '../../../src/api/explanation.ts'
import type {
  ActivitiesFixture,
  FixtureAccount,
} from '../../support/fixtures/activities-fixture.ts'
import {
  accountWithPerson,
  explainAll as explainedIn,
  explainOne,
  freshAddress,
  outcomesOf,
} from '../../support/rows/explained.ts'
import { openComparisonFixture, WEEK_MS } from '../../support/verification/settled-account.ts'

const HOUR_MS = 3_600_000

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())

const withPerson = () => accountWithPerson(fixture)
const explainAll = (account: FixtureAccount, body: ExplainBody) =>
  explainedIn(fixture, account, body)
const explain = (account: FixtureAccount, id: string) => explainOne(fixture, account, id)

test('a delivered person: in the list, Registered, and why not Attended', async () => {
  const { account, eventId, id } = await withPerson()
  const explained = await explain(account, id)
  expect(explained).toMatchObject({
    eventId: String(eventId),
    row: 'inList',
    status: 'Registered',
    changes: [
      {
        changed: ['address', 'registration', 'activity'],
        ...{ decision: 'write', outcome: 'written', attended: false, reason: null },
        message: 'A new row was written, with Status Registered.',
      },
    ],
  })
  expect(explained.explanation).toMatch(
    /^Its row is in the list “.+”, with Status Registered; Act-On last confirmed it on .+ UTC\. The webinar starts on .+ UTC\. Every run reads the webinar again\.$/,
  )
})

test('a person who did not attend: ON24 listed no attendance', async () => {
  const { account, id } = await withPerson()
  fixture.sandbox.clock.advance(30 * HOUR_MS)
  await account.run()
  expect((await explain(account, id)).explanation).toContain(
    'ON24 listed no attendance of it when the webinar was last read, on ',
  )
  fixture.sandbox.clock.advance(WEEK_MS)
  await account.run()
  expect((await explain(account, id)).explanation).toContain('The webinar has settled: ')
})

test('a changed person: which cells, when, and the new status', async () => {
  const { account, id, person } = await withPerson()
  const { world, clock } = fixture.sandbox
  world.editProfile(person, { jobtitle: 'Another title zq7canary' }, 'event')
  await account.run()
  clock.advance(30 * HOUR_MS)
  world.attend(person, { mode: 'live', at: clock.now(), minutes: 20 })
  clock.advance(13 * HOUR_MS)
  await account.run()
  const explained = await explain(account, id)
  expect(explained).toMatchObject({ status: 'Attended' })
  expect(explained.changes).toMatchObject([
    { changed: ['activity'], attended: true, outcome: 'written' },
    { changed: ['registration'], attended: false, outcome: 'written' },
    { changed: ['address', 'registration', 'activity'], outcome: 'written' },
  ])
  expect(explained.changes[0]?.message).toBe(
    'ON24 had changed the activity: the row was written, with Status Attended.',
  )
  expect(explained.explanation).not.toContain('no attendance')
})

test('an attendance that waits: the list still says Registered', async () => {
  const { account, id, person } = await withPerson()
  const { world, clock, actOn } = fixture.sandbox
  clock.advance(30 * HOUR_MS)
  world.attend(person, { mode: 'live', at: clock.now(), minutes: 20 })
  clock.advance(13 * HOUR_MS)
  actOn.user.disableApi(account.actOn.accountId)
  await account.run()
  const explained = await explain(account, id)
  expect(explained).toMatchObject({ row: 'inList', status: 'Registered' })
  expect(explained.changes[0]).toMatchObject({ outcome: 'pending', endedAt: null, attended: true })
  expect(explained.explanation).toMatch(
    /ON24 changed the activity: the row is to be written, with Status Attended\. It waits\. This was seen on /,
  )
  actOn.user.enableApi(account.actOn.accountId)
  await account.run()
  expect(await explain(account, id)).toMatchObject({ status: 'Attended' })
})

test('a moved person is found by the new address and by the earlier one', async () => {
  const { account, id, person, email } = await withPerson()
  const newAddress = freshAddress()
  fixture.sandbox.world.changeAddress(person, newAddress)
  await account.run()
  for (const address of [newAddress, email, ` ${email.toUpperCase()} `]) {
    const [explained] = await explainAll(account, { email: address })
    expect(explained).toMatchObject({ on24RegistrantId: id, row: 'inList' })
    expect(explained?.changes[0]).toMatchObject({
      decision: 'move',
      message: 'The row was moved to the new address, with Status Registered.',
    })
  }
})

describe('a person who is left out', () => {
  test('without an address', async () => {
    const { account, eventId } = await withPerson()
    const id = String(fixture.sandbox.world.register(eventId, { email: null }))
    await account.run()
    await account.run()
    const explained = await explain(account, id)
    expect(explained).toMatchObject({ row: 'notInList', status: null })
    expect(outcomesOf(explained)).toEqual(['leftOut'])
    expect(explained.explanation).toContain('because ON24 gives no e-mail address.')
  })

  test('with an address that cannot be used, by which it is found', async () => {
    const { account, eventId } = await withPerson()
    const id = String(
      fixture.sandbox.world.register(eventId, { email: 'Two@at.zq7canary@example.com' }),
    )
    await account.run()
    const [explained] = await explainAll(account, { email: 'two@at.zq7canary@example.com' })
    expect(explained).toMatchObject({ on24RegistrantId: id, row: 'notInList' })
    expect(explained?.explanation).toContain('its e-mail address cannot be used')
  })

  test('for a later registration with the same address: both are found by it', async () => {
    const { account, eventId, id, email } = await withPerson()
    fixture.sandbox.clock.advance(1000)
    const later = String(fixture.sandbox.world.register(eventId, { email }))
    await account.run()
    await account.run()
    const found = await explainAll(account, { email })
    expect(found.map(({ on24RegistrantId, row }) => [on24RegistrantId, row]).toSorted()).toEqual(
      [
        [id, 'notInList'],
        [later, 'inList'],
      ].toSorted(),
    )
    const explained = await explain(account, id)
    expect(outcomesOf(explained)).toEqual(['overtaken', 'leftOut', 'written'])
    expect(explained.explanation).toContain('belongs to another registration')
  })

  test('after the registration was cancelled, if it was never written', async () => {
    const { account, eventId } = await withPerson()
    const person = fixture.sandbox.world.register(eventId)
    fixture.sandbox.world.softDelete(person)
    await account.run()
    const explained = await explain(account, String(person))
    expect(explained.explanation).toContain('because the registration is cancelled in ON24')
  })
})

test('a cancelled person whose row stays', async () => {
  const { account, id, person } = await withPerson()
  fixture.sandbox.world.softDelete(person)
  await account.run()
  await account.run()
  const explained = await explain(account, id)
  expect(outcomesOf(explained)).toEqual(['kept', 'written'])
  expect(explained).toMatchObject({ row: 'inList' })
  expect(explained.explanation).toContain('The row stays, although the registration is cancelled')
})
