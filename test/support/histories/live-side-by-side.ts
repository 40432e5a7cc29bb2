/** Many accounts live through random histories side by side, below Temporal, on one clock that is moved. */
import { moveServiceClock } from '../servers/move-service-clock.ts'
import { type FixtureAccount, openActivitiesFixture } from '../fixtures/activities-fixture.ts'
import { type History, startOf, VENDORS } from './history.ts'
import { type Life, liveTogether } from './live-together.ts'
import type { HistoryAccount } from './history-account.ts'
import { LivedHistory } from './lived-history.ts'

/** All of them have the same season and vendors. Returns what is wrong with each; null: nothing. */
export async function liveSideBySide(all: readonly History[]): Promise<(string | null)[]> {
  const [first] = all
  if (first === undefined) return []
  const { season } = first.place
  const { on24, actOn } = VENDORS[first.vendors] ?? {}
  const fixture = await openActivitiesFixture({
    accounts: all.map(({ place }) => ({ timeZone: place.timeZone })),
    startAt: startOf(season, 'spring'),
    mostAttempts: 6,
    on24LongestHoldMs: 500,
    // A list whose creation was not confirmed is created again at once. Other tests cover the look-up before that.
    env: { ACTON_CREATE_LOOKUP_MINUTES: '0', ON24_CALLS_PER_MINUTE: '60000' },
    actOnKnobs: { jobUnpolledMs: 50, upsertGapMs: 0, refreshTokenDays: 1000, ...actOn },
    timing: {
      jobPollSeconds: [0.001],
      lookAgainMs: 2,
      rateLimitWaitMs: 2,
      signInWaitMs: 5,
      rateLimitPatienceMs: 25,
    },
  })
  Object.assign(fixture.sandbox.on24.knobs, { idleDays: 1000, ...on24 })
  const { sandbox, store } = fixture
  const clock = {
    now: () => sandbox.clock.now(),
    async moveTo(at: Date) {
      const ms = at.getTime() - sandbox.clock.now().getTime()
      sandbox.clock.advance(ms)
      // Rate limits use the clock of the database.
      await moveServiceClock(store, ms)
    },
  }
  try {
    const lives: Life[] = []
    for (const history of all) {
      const account = await fixture.nextAccount()
      lives.push({ history, lived: new LivedHistory(fixture, belowTemporal(account)) })
    }
    await liveTogether(lives, season, clock)
    return lives.map(({ lived }) => lived.wrong)
  } finally {
    await fixture.close()
  }
}

function belowTemporal(account: FixtureAccount): HistoryAccount {
  return {
    ...account,
    async run() {
      const { runKey, retried, failure } = await account.run()
      return { runKey, said: [...retried, failure].flatMap((one) => one?.message ?? []) }
    },
  }
}
