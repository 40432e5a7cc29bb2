/** An account whose only list is complete and whose webinar no run reads any more, and the modes of comparisons. */
import { expect } from 'vitest'
import type { ComparisonMode } from '../../../src/contracts/comparison.ts'
import {
  type ActivitiesFixture,
  type FixtureAccount,
  openActivitiesFixture,
} from '../fixtures/activities-fixture.ts'

export const VERIFY: ComparisonMode = { repair: false, writes: false }
export const REPAIR: ComparisonMode = { repair: true, writes: true }
export const WEEKLY: ComparisonMode = { repair: false, writes: true }

export const WEEK_MS = 7 * 24 * 60 * 60 * 1000

/** For tests that each advance the clock by weeks, in which unused tokens of both vendors would expire. */
export async function openComparisonFixture(): Promise<ActivitiesFixture> {
  const knobs = { refreshTokenDays: 1000 }
  // Comparisons have a fifth of the calls.
  const env = { ON24_CALLS_PER_MINUTE: '60000' }
  const fixture = await openActivitiesFixture({ accounts: 40, actOnKnobs: knobs, env })
  fixture.sandbox.on24.knobs.idleDays = 1000
  return fixture
}

export interface Filled {
  readonly account: FixtureAccount
  readonly eventId: number
  readonly accountId: string
  readonly listId: string
}

export async function settledAccount(fixture: ActivitiesFixture, contacts = 8): Promise<Filled> {
  const account = await fixture.nextAccount()
  const eventId = account.webinar(contacts)
  await account.run()
  fixture.sandbox.clock.advance(WEEK_MS)
  expect(await account.run()).toMatchObject({ outcome: 'complete' })
  return { account, eventId, accountId: account.actOn.accountId, listId: account.list().listId }
}
