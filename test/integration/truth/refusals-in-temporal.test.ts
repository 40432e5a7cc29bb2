import { expect, test } from 'vitest'
import { randomShortFault } from '../../support/accounts/random-fault.ts'
import { type Refusable, RefusedAccount } from '../../support/accounts/refused-account.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { endOfFirstRun, endOfRun, fireSlots, slotAfter } from '../../support/temporal/slot-runs.ts'

const SEED = process.env['REFUSALS_SEED'] ?? 'refusals'
const CASES = 10

test(`after any refusals by Act-On runs in Temporal end, and report what waits and why: seed ${SEED}`, async () => {
  const service = await startServiceFixture({
    leavesOutClockSlots: true,
    clock: { startAt: new Date('2026-06-15T07:00:00Z') },
    world: { accounts: Array.from({ length: CASES }, () => ({})) },
    env: { ACTON_CREATE_LOOKUP_MINUTES: '0' },
    actOnKnobs: { jobUnpolledMs: 50, upsertGapMs: 0 },
    timing: { jobPollSeconds: [0.05], lookAgainMs: 20 },
    eventListsPerMinute: 6000,
  })
  const { sandbox } = service
  let slot = sandbox.clock.now()
  const refusable = (account: (typeof sandbox.world.accounts)[number]): Refusable => ({
    ...account,
    async run() {
      await fireSlots(service, account.on24ClientId, slot, slot)
      const isThis = (run: { readonly windowTo: Date }) => run.windowTo.getTime() === slot.getTime()
      const { runKey, failure } = await endOfRun(service, account.on24ClientId, isThis)
      return { runKey, said: failure === null ? [] : [failure] }
    },
    link: () => service.link(account.on24ClientId),
    // The controller probes by itself.
    probe: () => Promise.resolve(),
  })
  const world = { ...service, draw: randomShortFault }
  const accounts = sandbox.world.accounts.map(
    (account, n) =>
      new RefusedAccount(world, refusable(account), `${SEED}:temporal:${String(n + 1)}`),
  )
  const all = async (what: (account: RefusedAccount) => Promise<void>) => {
    slot = slotAfter(sandbox.clock.now(), 1)
    sandbox.clock.set(new Date(slot.getTime() + 1000))
    await Promise.all(accounts.map(what))
  }
  await Promise.all(
    sandbox.world.accounts.map(async ({ on24ClientId }) => {
      await service.link(on24ClientId)
      await endOfFirstRun(service, on24ClientId)
    }),
  )
  await all((account) => account.refusedRun())
  await all((account) => account.laterRun())
  for (const account of accounts) account.lift()
  for (let runs = 0; runs < 3; runs += 1) await all((account) => account.recover())
  for (const account of accounts) await account.endWell()
  expect(accounts.flatMap(({ wrong }) => wrong ?? []).join('\n\n')).toBe('')
})
