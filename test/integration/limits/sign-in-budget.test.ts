import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuthAttempt } from '../../../sandbox/act-on/state/sign-ins.ts'
import { openLinkingFixture, type LinkingFixture } from '../../support/fixtures/linking-fixture.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let fixture: LinkingFixture

beforeAll(async () => {
  // Act-On never refuses here, so that only the service's own limit applies.
  fixture = await openLinkingFixture({ actOnKnobs: { signInsPerHour: 1000 } })
})
afterAll(() => fixture.close())

test('a user name that is not typed again is deleted after a day', async () => {
  const typed = await fixture.nextAccount()
  await fixture.link(typed.on24ClientId, typed.actOn)
  const signInsOf = async ({ on24ClientId }: typeof typed) =>
    fixture.store
      .selectFrom('signIn')
      .innerJoin('credential', 'credential.userKey', 'signIn.userKey')
      .select('signIn.at')
      .where('on24ClientId', '=', on24ClientId)
      .execute()
  expect(await signInsOf(typed)).toHaveLength(1)
  fixture.sandbox.clock.advance(25 * HOUR_MS)
  const other = await fixture.nextAccount()
  await fixture.link(other.on24ClientId, other.actOn)
  expect(await signInsOf(typed)).toEqual([])
  expect(await signInsOf(other)).toHaveLength(1)
})

type Step = 'right form' | 'wrong form' | 'token ended' | 'tokens revoked' | 'answer lost' | number

/** Random steps. A number is how many minutes pass. */
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.constantFrom<Step>('right form', 'wrong form', 'token ended', 'tokens revoked'),
    fc.constant<Step>('answer lost'),
    fc.integer({ min: 1, max: 25 }),
  ),
  { minLength: 8, maxLength: 30 },
)

/** The most attempts within any hour. */
function mostInAnHour(attempts: readonly AuthAttempt[]): number {
  const times = attempts.map(({ at }) => at.getTime())
  const within = times.map((from) => times.filter((at) => at >= from && at - from < HOUR_MS).length)
  return Math.max(0, ...within)
}

test('no mix of forms, refreshes and recoveries makes more than five sign-ins an hour', async () => {
  const { on24ClientId, actOn } = await fixture.nextAccount()
  const user = fixture.sandbox.actOn.user
  await fixture.link(on24ClientId, actOn)
  // Failures are fine here: only the number of sent sign-ins matters.
  const attempt = async (work: Promise<unknown>) => {
    await work.catch(() => undefined)
  }
  const take = async (step: Step) => {
    if (typeof step === 'number') return fixture.sandbox.clock.advance(step * MINUTE_MS)
    if (step === 'right form') return attempt(fixture.link(on24ClientId, actOn))
    if (step === 'wrong form') {
      const userName = actOn.userName.toUpperCase()
      return attempt(fixture.link(on24ClientId, { userName, password: 'not it' }))
    }
    if (step === 'token ended') user.expireAccessTokens(actOn.accountId)
    if (step === 'tokens revoked') user.revokeTokens(actOn.userName)
    if (step === 'answer lost') {
      user.expireAccessTokens(actOn.accountId)
      fixture.onActOn(actOn.accountId, 'token', { cut: 'after' })
    }
    const refused = (await fixture.stored(on24ClientId)).actOn?.tokens?.accessToken
    return attempt(fixture.token(on24ClientId, refused))
  }
  fixture.sandbox.actOn.knobs.userNameMatch = 'insensitive'
  await fc.assert(
    fc.asyncProperty(steps, async (mix) => {
      fixture.sandbox.faults.clear()
      fixture.sandbox.clock.advance(2 * HOUR_MS)
      const before = fixture.attempts(actOn.userName).length
      for (const step of mix) await take(step)
      expect(mostInAnHour(fixture.attempts(actOn.userName).slice(before))).toBeLessThanOrEqual(5)
    }),
    { numRuns: 15, seed: 7 },
  )
  expect(mostInAnHour(fixture.attempts(actOn.userName))).toBe(5)
})
