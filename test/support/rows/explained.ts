/** Explanations of registrations, and an account with one person to explain. */
import { expect } from 'vitest'
import type { Explanation, ExplainBody } from '../../../src/api/explanation.ts'
import { explainPerson } from '../../../src/web/use-cases/explain-person.ts'
import type { ActivitiesFixture, FixtureAccount } from '../fixtures/activities-fixture.ts'

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
