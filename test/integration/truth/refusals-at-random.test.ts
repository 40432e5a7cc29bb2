import { expect, onTestFinished, test } from 'vitest'
import { REFUSALS_PER_CASE, RefusedAccount } from '../../support/accounts/refused-account.ts'
import { moveServiceClock } from '../../support/servers/move-service-clock.ts'
import {
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

/** The number of refusals; several of them affect one account. `npm run test:refusals` makes 5,000. */
const REFUSALS = Number(process.env['REFUSALS'] ?? 60)
const CASES = Math.ceil(REFUSALS / REFUSALS_PER_CASE)
/** The same seed causes the same refusals. To repeat a single case: `REFUSALS=1 REFUSALS_FROM=17`. */
const SEED = process.env['REFUSALS_SEED'] ?? 'refusals'
const FROM = Number(process.env['REFUSALS_FROM'] ?? 1)
const CASES_PER_FIXTURE = 60
const SIDE_BY_SIDE = 12
const SIX_HOURS_MS = 6.5 * 3_600_000

const fixtures = Array.from({ length: Math.ceil(CASES / CASES_PER_FIXTURE) }, (_, index) => {
  const from = FROM + index * CASES_PER_FIXTURE
  return { seed: SEED, from, to: Math.min(from + CASES_PER_FIXTURE, FROM + CASES) - 1 }
})

test.for(fixtures)(
  'after any refusals Act-On equals ON24, or the account reports what waits and why: seed $seed, $from to $to',
  { timeout: 15 * 60_000 },
  async ({ seed, from, to }) => {
    const fixture = await openActivitiesFixture({
      accounts: CASES_PER_FIXTURE,
      mostAttempts: 6,
      on24LongestHoldMs: 500,
      // A list whose creation was not confirmed is created again at once. Other tests cover the look-up before that.
      env: { ACTON_CREATE_LOOKUP_MINUTES: '0', ON24_CALLS_PER_MINUTE: '60000' },
      actOnKnobs: { jobUnpolledMs: 50, upsertGapMs: 0 },
      timing: {
        jobPollSeconds: [0.001],
        lookAgainMs: 2,
        rateLimitWaitMs: 2,
        signInWaitMs: 5,
        rateLimitPatienceMs: 25,
      },
    })
    onTestFinished(() => fixture.close())
    const wrong: string[] = []
    for (let first = from; first <= to; first += SIDE_BY_SIDE) {
      const cases = Array.from(
        { length: Math.min(SIDE_BY_SIDE, to + 1 - first) },
        (_, n) => first + n,
      )
      wrong.push(
        ...(await refuseAtOnce(
          fixture,
          cases.map((n) => `${seed}:${String(n)}`),
        )),
      )
    }
    expect(wrong.join('\n\n')).toBe('')
  },
)

/** Runs all cases step by step together, because they share one clock. */
async function refuseAtOnce(
  fixture: ActivitiesFixture,
  seeds: readonly string[],
): Promise<string[]> {
  const accounts: RefusedAccount[] = []
  for (const seed of seeds) {
    const account = await fixture.nextAccount()
    const run = async () => {
      const { runKey, retried, failure } = await account.run()
      const said = [...retried, failure].flatMap((one) => (one === null ? [] : [one.message]))
      return { runKey, said }
    }
    accounts.push(new RefusedAccount(fixture, { ...account, run }, seed))
  }
  const all = async (what: (account: RefusedAccount) => Promise<void>) => {
    await Promise.all(accounts.map(what))
    fixture.sandbox.clock.advance(SIX_HOURS_MS)
    // Rate limits use the clock of the database: if it stood still, calls that a vendor slowed down would stay slow.
    await moveServiceClock(fixture.store, SIX_HOURS_MS)
  }
  await all((account) => account.firstRun())
  await all((account) => account.refusedRun())
  await all((account) => account.laterRun())
  for (const account of accounts) account.lift()
  for (let runs = 0; runs < 3; runs += 1) await all((account) => account.recover())
  for (const account of accounts) await account.endWell()
  return accounts.flatMap(({ wrong }) => (wrong === null ? [] : [wrong]))
}
