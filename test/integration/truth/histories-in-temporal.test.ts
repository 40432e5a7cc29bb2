/**
 * Ten random histories with Temporal: the Schedules start every run and the weekly comparison. HISTORIES_SEED repeats
 * those of an earlier test run, which printed it.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import type { ComparisonMode } from '../../../src/contracts/comparison.ts'
import { compareScheduleId } from '../../../src/contracts/temporal-names.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { randomShortFault } from '../../support/accounts/random-fault.ts'
import { type ServiceFixture, startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { type History, histories, startOf } from '../../support/histories/history.ts'
import { liveTogether } from '../../support/histories/live-together.ts'
import type { HistoryAccount } from '../../support/histories/history-account.ts'
import { LivedHistory } from '../../support/histories/lived-history.ts'
import { historyText } from '../../support/histories/shrink-history.ts'
import { endOfFirstRun, endOfRun, fireSlots } from '../../support/temporal/slot-runs.ts'
import { findingsOf } from '../../support/verification/ended-comparison.ts'

const SEED = Number(process.env['HISTORIES_SEED'] ?? Date.now() % 1_000_000)
const SEASON = 'America'
const COUNT = 10
const SLOT_MS = 6 * 3_600_000

const chosen = fc
  .sample(histories, { seed: SEED, numRuns: 20 * COUNT })
  .filter(({ place }) => place.season === SEASON)
  .slice(0, COUNT)
  .map((history): History => ({ ...history, vendors: 'as the sandbox is by default' }))

test(
  'after any history whose runs Schedules start Act-On equals ON24, but for what users changed',
  { timeout: 300_000 },
  async () => {
    process.stdout.write(`HISTORIES_SEED=${String(SEED)}\n`)
    const service = await startServiceFixture({
      leavesOutClockSlots: true,
      clock: { startAt: startOf(SEASON, 'spring') },
      world: { accounts: chosen.map(({ place }) => ({ timeZone: place.timeZone })) },
      env: { ACTON_CREATE_LOOKUP_MINUTES: '0' },
      actOnKnobs: { jobUnpolledMs: 50, upsertGapMs: 0, refreshTokenDays: 1000 },
      timing: { jobPollSeconds: [0.05], lookAgainMs: 20 },
      eventListsPerMinute: 6000,
    })
    const { sandbox } = service
    sandbox.on24.knobs.idleDays = 1000
    const lives = await Promise.all(
      chosen.map(async (history, index) => {
        const account = sandbox.world.accounts[index] ?? expect.fail('too few accounts')
        await service.link(account.on24ClientId)
        await endOfFirstRun(service, account.on24ClientId)
        const parts = { ...service, draw: randomShortFault }
        return { history, lived: new LivedHistory(parts, inTemporal(service, account)) }
      }),
    )
    await liveTogether(lives, SEASON, {
      now: () => sandbox.clock.now(),
      moveTo: (at) => Promise.resolve(sandbox.clock.set(at)),
    })
    const wrong = lives.flatMap(({ history, lived }) => wordsOf(history, lived.wrong))
    expect(wrong.join('\n\n')).toBe('')
  },
)

function wordsOf(history: History, wrong: string | null): string[] {
  return wrong === null ? [] : [`${historyText(history)}\n${wrong}`]
}

function inTemporal(service: ServiceFixture, account: WorldAccount): HistoryAccount {
  const { sandbox, store, client, comparisons } = service
  const { on24ClientId } = account
  const compareRuns = async () =>
    (await listRuns(store, on24ClientId, 20)).filter(({ trigger }) => trigger === 'compare')
  return {
    ...account,
    async run() {
      const slot = new Date(Math.floor(sandbox.clock.now().getTime() / SLOT_MS) * SLOT_MS)
      await fireSlots(service, on24ClientId, slot, slot)
      const { runKey, failure } = await endOfRun(
        service,
        on24ClientId,
        ({ trigger, windowTo }) => trigger !== 'compare' && windowTo.getTime() === slot.getTime(),
      )
      return { runKey, said: failure === null ? [] : [failure] }
    },
    async compare(mode: ComparisonMode) {
      const known = new Set((await compareRuns()).map(({ runKey }) => runKey))
      if (mode.writes && !mode.repair) {
        await client.schedule.getHandle(compareScheduleId(on24ClientId)).trigger()
      } else await comparisons.start(on24ClientId, mode)
      const { runKey } = await endOfRun(
        service,
        on24ClientId,
        ({ trigger, runKey: key }) => trigger === 'compare' && !known.has(key),
      )
      return { runKey, findings: await findingsOf(store, runKey) }
    },
    link: () => service.link(on24ClientId),
    // The controller probes by itself.
    probe: () => Promise.resolve(),
  }
}
