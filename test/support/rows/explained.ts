/** Explanations of registrations, and an account with one person to explain. */
import { expect } from 'vitest'
import type { Explanation, ExplainBody } from '../../../src/api/explanation.ts'
import { explainPerson } from '../../../src/web/use-cases/explain-person.ts'
import type { ActivitiesFixture, FixtureAccount } from '../fixtures/activities-fixture.ts'
import { WEEK_MS } from '../verification/settled-account.ts'

let addresses = 0

export function freshAddress(): string {
  addresses += 1
  return `explained${String(addresses)}.zq7canary@example.com`
}

/** An account with one person, whose row is written, and five others. */
export async function accountWithPerson(fixture: ActivitiesFixture) {
  const account = await fixture.nextAccount()
  const { world } = fixture.sandbox
  const eventId = account.webinar(5)
  const email = freshAddress()
  const person = world.register(eventId, { email })
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  return { account, eventId, email, person, id: String(person) }
}

/** The same, once the webinar has settled. */
export async function accountWithSettledPerson(fixture: ActivitiesFixture) {
  const known = await accountWithPerson(fixture)
  const { account, id } = known
  const { clock, actOn } = fixture.sandbox
  clock.advance(WEEK_MS)
  await account.run()
  const { accountId } = account.actOn
  const row = () => {
    const found = account.list().rows.find(({ cells }) => cells['ON24 Registrant ID'] === id)
    return found ?? expect.fail('The person has no row.')
  }
  return {
    ...known,
    row,
    explain: () => explainOne(fixture, account, id),
    edit: (heading: string, value: string) =>
      actOn.user.editCell(accountId, row().recordId, heading, value),
    deleteRow: () => actOn.user.deleteRow(accountId, row().recordId),
  }
}

/** An account of whose 110 people ON24 has forgotten 50, so that their removal is held. `id` is one of these. */
export async function accountWithHeldRemovals(fixture: ActivitiesFixture) {
  const account = await fixture.nextAccount()
  const { world } = fixture.sandbox
  const eventId = account.webinar(0)
  const people = world.registerMany(eventId, 110)
  await account.run()
  for (const person of people.slice(0, 50)) world.forget(person)
  await account.run()
  return { account, eventId, id: String(people[0]) }
}

export async function explainAll(
  fixture: ActivitiesFixture,
  { on24ClientId }: FixtureAccount,
  body: ExplainBody,
): Promise<Explanation[]> {
  const { items } = await explainPerson(fixture, on24ClientId, body, { limit: 50 })
  return items
}

/** Expects one registration. */
export async function explainOne(
  fixture: ActivitiesFixture,
  account: FixtureAccount,
  registrantId: string,
): Promise<Explanation> {
  const [found, ...others] = await explainAll(fixture, account, { registrantId })
  expect(others).toEqual([])
  return found ?? expect.fail('Nothing is known of the registration.')
}

/** Newest first. */
export const outcomesOf = ({ changes }: Explanation) => changes.map(({ outcome }) => outcome)
