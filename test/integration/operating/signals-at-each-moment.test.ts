/** Each signal at each moment, on a whole service. Every combination (cell) of both has its own account. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OperationResult } from '../../../src/contracts/operations.ts'
import { ledgerAddsUp } from '../../../src/contracts/run.ts'
import { storedLedger } from '../../../src/store/runs/ledger.ts'
import { openServiceFixture, type ServiceFixture } from '../../support/fixtures/service-fixture.ts'
import {
  type SignalledAccount,
  signalledAccount,
} from '../../support/accounts/signalled-account.ts'

const SOON = { timeout: 60_000, interval: 100 }
const PEOPLE = 6

const SIGNALS = ['pause', 'resume', 'syncNow', 'backfill'] as const
type Signal = (typeof SIGNALS)[number]

/** Brings the account to the moment; resolves to a function that lets the running run continue. */
const MOMENTS = {
  'while a run reads': (account) => duringFirstRun(account, 'on24', 'eventRegistrants'),
  'while a run delivers': (account) => duringFirstRun(account, 'actOn', 'merge'),
  'between runs': afterFirstRun,
  'while it is paused': async (account) => {
    await afterFirstRun(account)
    await account.signal('pause')
    return () => undefined
  },
} as const satisfies Record<string, (account: SignalledAccount) => Promise<() => void>>
type Moment = keyof typeof MOMENTS

const MOMENT_NAMES = [
  'while a run reads',
  'while a run delivers',
  'between runs',
  'while it is paused',
] as const satisfies readonly Moment[]
const CELLS = MOMENT_NAMES.flatMap((moment) => SIGNALS.map((signal) => ({ moment, signal })))
type Cell = (typeof CELLS)[number]

let service: ServiceFixture
beforeAll(async () => {
  service = await openServiceFixture({
    leavesOutClockSlots: true,
    world: { accounts: CELLS.map(() => ({})) },
    eventListsPerMinute: 60_000,
  })
  const { world, clock } = service.sandbox
  const liveStartAt = new Date(clock.now().getTime() + 24 * 3_600_000)
  for (const { on24ClientId } of world.accounts) {
    world.registerMany(world.addWebinar(on24ClientId, { liveStartAt }), PEOPLE)
  }
})
afterAll(() => service.close())

async function duringFirstRun(
  account: SignalledAccount,
  vendor: 'on24' | 'actOn',
  endpoint: string,
) {
  const held = account.hold({ vendor, endpoint })
  await service.link(account.on24ClientId)
  await held.begun
  return held.end
}

async function afterFirstRun(account: SignalledAccount) {
  await service.link(account.on24ClientId)
  await account.outcomes('link', 1)
  return () => undefined
}

function expectedOf(signal: Signal, moment: Moment): OperationResult {
  const isPaused = moment === 'while it is paused'
  switch (signal) {
    case 'pause':
      return isPaused ? 'unchanged' : 'done'
    case 'resume':
      return isPaused ? 'done' : 'unchanged'
    case 'syncNow':
      return isPaused ? 'refused' : 'done'
    case 'backfill':
      return 'done'
  }
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

async function live(cell: Cell): Promise<void> {
  const { signal, moment } = cell
  const { sandbox } = service
  const account = signalledAccount(service, CELLS.indexOf(cell))
  const goOn = await MOMENTS[moment](account)

  const now = sandbox.clock.now()
  const range = {
    from: dayOf(new Date(now.getTime() - 48 * 3_600_000)),
    to: dayOf(new Date(now.getTime() + 72 * 3_600_000)),
  }
  const payload = signal === 'backfill' ? range : undefined
  const answer = await account.signal(signal, payload)
  expect(answer).toMatchObject({ result: expectedOf(signal, moment) })
  const isHeld = signal === 'pause' || (moment === 'while it is paused' && signal !== 'resume')
  expect(await account.status()).toMatchObject({ state: isHeld ? 'paused' : 'active' })
  // The same signal again: the first one may be in progress or done.
  const again = await account.signal(signal, payload)
  expect(['unchanged', expectedOf(signal, moment)]).toContain(again.result)

  const isStopped = signal === 'pause' && moment.startsWith('while a run')
  if (isStopped) expect(await account.outcomes('link', 1)).toEqual(['paused'])
  goOn()
  if (isHeld) await account.signal('resume')
  const [webinar] = sandbox.world.truth(account.on24ClientId)
  sandbox.world.register(webinar?.eventId ?? expect.fail('no webinar'))
  await service.schedules.trigger(account.on24ClientId)
  await expect.poll(() => account.contacts(), SOON).toBe(PEOPLE + 1)
  const ended = async () => (await account.runs()).filter(({ finishedAt }) => finishedAt !== null)
  const isBackfilled = async () => (await ended()).some(({ trigger }) => trigger === 'backfill')
  await expect.poll(isBackfilled, SOON).toBe(signal === 'backfill')

  const runs = await ended()
  expect(runs.filter(({ outcome }) => outcome === 'paused')).toHaveLength(isStopped ? 1 : 0)
  for (const run of runs) {
    expect(['complete', 'paused']).toContain(run.outcome)
    expect(ledgerAddsUp(storedLedger(run))).toBe(true)
  }
}

test(
  'each signal at each moment is answered, and no operation is lost or done twice',
  { timeout: 180_000 },
  async () => {
    const lives = CELLS.map((cell) =>
      live(cell).catch((cause: unknown) => {
        throw new Error(`${cell.signal} ${cell.moment}: ${String(cause)}`, { cause })
      }),
    )
    // Waits for all of them even if one fails, so that none uses the service after it is closed.
    await Promise.allSettled(lives)
    await Promise.all(lives)
  },
)
