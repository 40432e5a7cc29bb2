import { expect, onTestFinished, test } from 'vitest'
import { createTokenVault } from '../../../src/vendors/stored-tokens.ts'
import { ActOnAccessRefused, ActOnUnavailable } from '../../../src/act-on/errors.ts'
import { createTokenGrants } from '../../../src/act-on/tokens/token-grants.ts'
import { createTokenKeeper } from '../../../src/act-on/tokens/token-keeper.ts'
import { openLinkingFixture, type LinkingFixture } from '../../support/fixtures/linking-fixture.ts'
import { APPLICATION } from '../../support/fixtures/service-fixture.ts'

// The token service alone, on its real store and with Act-On's strict token rules, used every six hours for 250 days.
// TOKEN_USES is the number of uses; `npm run test:tokens` makes 4,000, which are 1,000 days.
// One call in fifty gets no answer: half of these fail before they take effect, half of them after.

const SIX_HOURS_MS = 6 * 60 * 60_000
const USES = Number(process.env['TOKEN_USES'] ?? 400)
const RETRY_AFTER_MS = 5000
/** The tests take a few seconds on an idle machine. */
const LONG = { timeout: 300_000 }

async function startKilledServiceFixture(keepPassword: boolean) {
  const fixture = await openLinkingFixture({
    env: { ACTON_KEEP_PASSWORD: String(keepPassword) },
  })
  onTestFinished(() => fixture.close())
  const { on24ClientId, actOn } = await fixture.nextAccount()
  await fixture.link(on24ClientId, actOn)
  const grants = createTokenGrants({
    baseUrl: fixture.sandbox.actOn.url,
    ...APPLICATION,
    pace: { take: () => Promise.resolve() },
  })
  const keeper = createTokenKeeper({
    grantsFor: () => grants,
    vault: createTokenVault({ ...fixture, keepPassword }),
    opensOwnAccount: () => Promise.resolve(true),
    now: fixture.now,
    keepPassword,
  })
  const { signal } = new AbortController()
  const isGood = async (token: string) => {
    const account = await fixture.stored(on24ClientId)
    const client = fixture.vendors.actOn(account, () => Promise.resolve(token))
    return (await client.readAccount({ signal })).accountId === actOn.accountId
  }
  return {
    fixture,
    isGood,
    use: () => insist(fixture, () => keeper.accessToken(on24ClientId, { signal })),
    relink: () => insist(fixture, () => fixture.link(on24ClientId, actOn)),
    lost: loseAnswers(fixture),
    notices: async () => {
      const ofLosses = fixture.store.selectFrom('notice').where('kind', '=', 'needsRelink')
      return (await ofLosses.select('id').execute()).length
    },
  }
}

/** Cuts one token call in a hundred before it takes effect, and one in a hundred after. Returns running counts. */
function loseAnswers({ sandbox }: LinkingFixture) {
  const count = { before: 0, after: 0 }
  for (const cut of ['before', 'after'] as const) {
    sandbox.faults.add({
      vendor: 'actOn',
      endpoint: 'token',
      times: Infinity,
      probability: 0.01,
      seed: cut.length,
      effect: { cut, beforeAnswer: () => (count[cut] += 1) },
    })
  }
  return count
}

function tooMany({ sandbox }: LinkingFixture) {
  return sandbox.actOn.authAttempts().filter(({ outcome }) => outcome === 'tooMany')
}

/** Retries like Temporal, but moves the clock instead of waiting. */
async function insist<T>({ sandbox }: LinkingFixture, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ActOnUnavailable)) throw error
      sandbox.clock.advance(RETRY_AFTER_MS)
    }
  }
}

test('with a kept password no lost answer costs the link', LONG, async () => {
  const { fixture, isGood, use, lost, notices } = await startKilledServiceFixture(true)
  for (let made = 0; made < USES; made += 1) {
    fixture.sandbox.clock.advance(SIX_HOURS_MS)
    const before = lost.before + lost.after
    const token = await use()
    if (lost.before + lost.after > before) expect(await isGood(token)).toBe(true)
  }
  expect(lost.before).toBeGreaterThan(USES / 200)
  expect(lost.after).toBeGreaterThan(USES / 200)
  expect(await notices()).toBe(0)
  expect(tooMany(fixture)).toEqual([])
})

test(
  'without a kept password each loss causes one notice, and a relink repairs it',
  LONG,
  async () => {
    const { fixture, isGood, use, relink, lost, notices } = await startKilledServiceFixture(false)
    let losses = 0
    for (let made = 0; made < USES; made += 1) {
      fixture.sandbox.clock.advance(SIX_HOURS_MS)
      const before = lost.after
      const token = await use().catch((error: unknown) => error)
      if (lost.after === before) {
        expect(token).toEqual(expect.any(String))
        continue
      }
      losses += 1
      expect(token).toBeInstanceOf(ActOnAccessRefused)
      expect(await notices()).toBe(losses)
      await relink()
      expect(await isGood(await use())).toBe(true)
    }
    expect(losses).toBeGreaterThan(USES / 200)
    expect(await notices()).toBe(losses)
    expect(tooMany(fixture)).toEqual([])
  },
)
