import { expect, onTestFinished, test } from 'vitest'
import { createTokenVault } from '../../../src/vendors/stored-tokens.ts'
import { ActOnAccessRefused, ActOnUnavailable } from '../../../src/act-on/errors.ts'
import { createTokenGrants } from '../../../src/act-on/tokens/token-grants.ts'
import { createTokenKeeper } from '../../../src/act-on/tokens/token-keeper.ts'
import { openServiceBench, type ServiceBench } from '../../support/fixtures/service-bench.ts'
import { APPLICATION } from '../../support/fixtures/service-under-test.ts'

// The token service alone, on its real store and with Act-On's strict token rules, used every six hours for
// 1,000 days. One answer in fifty is lost: half of them before the call took effect, half of them after.

const SIX_HOURS_MS = 6 * 60 * 60_000
const USES = 4000
const RETRY_AFTER_MS = 5000
/** A few seconds where nothing else runs. */
const LONG = { timeout: 300_000 }

async function startLife(keepPassword: boolean) {
  const bench = await openServiceBench({
    env: { ACTON_KEEP_PASSWORD: String(keepPassword) },
  })
  onTestFinished(() => bench.close())
  const { on24ClientId, actOn } = await bench.nextAccount()
  await bench.link(on24ClientId, actOn)
  const grants = createTokenGrants({
    baseUrl: bench.sandbox.actOn.url,
    ...APPLICATION,
    pace: { take: () => Promise.resolve() },
  })
  const keeper = createTokenKeeper({
    grantsFor: () => grants,
    vault: createTokenVault({ ...bench, keepPassword }),
    opensOwnAccount: () => Promise.resolve(true),
    now: bench.now,
    keepPassword,
  })
  const { signal } = new AbortController()
  const isGood = async (token: string) => {
    const account = await bench.stored(on24ClientId)
    const client = bench.vendors.actOn(account, () => Promise.resolve(token))
    return (await client.readAccount({ signal })).accountId === actOn.accountId
  }
  return {
    bench,
    isGood,
    use: () => insist(bench, () => keeper.accessToken(on24ClientId, { signal })),
    relink: () => insist(bench, () => bench.link(on24ClientId, actOn)),
    lost: loseAnswers(bench),
    notices: async () => {
      const ofLosses = bench.store.selectFrom('notice').where('kind', '=', 'needsRelink')
      return (await ofLosses.select('id').execute()).length
    },
  }
}

/** Counts, from then on, the answers that were lost after the call took effect. */
function loseAnswers({ sandbox }: ServiceBench) {
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

function tooMany({ sandbox }: ServiceBench) {
  return sandbox.actOn.authAttempts().filter(({ outcome }) => outcome === 'tooMany')
}

/** As Temporal does, but without waiting. */
async function insist<T>({ sandbox }: ServiceBench, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ActOnUnavailable)) throw error
      sandbox.clock.advance(RETRY_AFTER_MS)
    }
  }
}

test('with a kept password no answer that is lost ever costs the link', LONG, async () => {
  const { bench, isGood, use, lost, notices } = await startLife(true)
  for (let made = 0; made < USES; made += 1) {
    bench.sandbox.clock.advance(SIX_HOURS_MS)
    const before = lost.before + lost.after
    const token = await use()
    if (lost.before + lost.after > before) expect(await isGood(token)).toBe(true)
  }
  expect(lost.before).toBeGreaterThan(USES / 200)
  expect(lost.after).toBeGreaterThan(USES / 200)
  expect(await notices()).toBe(0)
  expect(tooMany(bench)).toEqual([])
})

test('without one each loss is told in one notice, and a relink heals it', LONG, async () => {
  const { bench, isGood, use, relink, lost, notices } = await startLife(false)
  let losses = 0
  for (let made = 0; made < USES; made += 1) {
    bench.sandbox.clock.advance(SIX_HOURS_MS)
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
  expect(tooMany(bench)).toEqual([])
})
