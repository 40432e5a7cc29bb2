/**
 * A verification and a repair of an account of many lists, while six-hourly runs and a backfill work on it and people
 * register and attend. LISTS is their number (12; `npm run test:verify` has 200). DIFFERENCES_SEED repeats the
 * differences of an earlier test run, which printed it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createRandom, type Random } from '../../../sandbox/random.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import { ledgerAddsUp } from '../../../src/contracts/run.ts'
import { viewRuns } from '../../../src/runs/run-view.ts'
import { listRunPage } from '../../../src/store/runs/run-list.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { listFindings } from '../../../src/store/verifications/verification-list.ts'
import { verifyAccount } from '../../../src/web/use-cases/verify-account.ts'
import { truthDifferences } from '../../support/expectation/truth-differences.ts'
import { type ServiceFixture, startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { endOfFirstRun, runSlotAfter } from '../../support/temporal/slot-runs.ts'
import { SeededDifferences } from '../../support/verification/seeded-differences.ts'
import { eventIdIn, lineOf, settleLists } from '../../support/verification/settled-lists.ts'

const SEED = process.env['DIFFERENCES_SEED'] ?? String(Date.now() % 1_000_000)
const LISTS = Number(process.env['LISTS'] ?? 12)
const DIFFERENCES = 1.5 * LISTS
const DAY_MS = 24 * 3_600_000
const OLD = { webinars: 40, daysAgo: 700 }
const OPERATOR = { actor: 'operator:test', address: null }
/** It creates and fills all lists, which is bound by the machine's processors. */
const FIRST_RUN_MS = 180_000
const ACTIVITY_EVERY_MS = 100

test(
  `among runs, a backfill and new people, exactly the seeded differences are found, and repaired: seed ${SEED}`,
  { timeout: 600_000 },
  async () => {
    process.stdout.write(`DIFFERENCES_SEED=${SEED}\n`)
    const service = await startServiceFixture({
      leavesOutClockSlots: true,
      clock: { startAt: new Date('2026-06-15T07:00:00Z') },
      world: { accounts: [{}] },
      env: { ON24_CALLS_PER_MINUTE: '60000' },
      eventListsPerMinute: 6000,
      // The clock moves six hours while calls wait for their slot and jobs are at work: neither may seem too old.
      actOnKnobs: { refreshTokenDays: 1000, accessTokenSeconds: 30 * 24 * 3600 },
      timing: { jobPollSeconds: [0.05], jobStuckMinutes: Infinity },
    })
    const { sandbox, store } = service
    sandbox.on24.knobs.idleDays = 1000
    const account = sandbox.world.accounts[0] ?? expect.fail('no account')
    const { on24ClientId } = account
    const random = createRandom(`differences:${SEED}`)
    addOldWebinars(service, on24ClientId)
    const lists = await settleLists(sandbox, account, random, {
      lists: LISTS,
      people: [3, 9],
      async run(daysLater) {
        if (daysLater > 0) await runSlotAfter(service, on24ClientId, daysLater * 24)
        else {
          await service.link(on24ClientId)
          await endOfFirstRun(service, on24ClientId, FIRST_RUN_MS)
        }
      },
    })
    const seeded = new SeededDifferences(sandbox, lists, random)
    seeded.seed(DIFFERENCES, isQuiet)
    const expected = seeded.expected()
    const among = new WorkMeanwhile(service, account, random, lists.lists().map(eventIdIn))
    await among.startBackfill()

    const verified = await among.while(() => compare(service, on24ClientId, false))
    expect(await linesOf(service, verified)).toEqual(expected)
    expect(Math.min(among.slots, among.registered, among.attended)).toBeGreaterThan(0)

    const repaired = await among.while(() => compare(service, on24ClientId, true))
    expect(await linesOf(service, repaired)).toEqual(expected)
    seeded.undoLists()
    await compare(service, on24ClientId, true)
    await among.endOfBackfill()
    await runSlotAfter(service, on24ClientId, 6)
    expect(truthDifferences(sandbox, account)).toEqual([])
    expect(await linesOf(service, await compare(service, on24ClientId, false))).toEqual([])
    const { items } = await listRunPage(store, on24ClientId, { limit: 1000 })
    const runs = await viewRuns(store, items, sandbox.clock.now())
    expect(runs.filter(({ ledger }) => !ledgerAddsUp(ledger))).toEqual([])
  },
)

/** In the others people register and attend all the time. */
function isQuiet(eventId: number): boolean {
  return eventId % 4 !== 0
}

/** Webinars that only a backfill finds. */
function addOldWebinars({ sandbox }: ServiceFixture, on24ClientId: string): void {
  const { world, clock } = sandbox
  const at = new Date(clock.now().getTime() - OLD.daysAgo * DAY_MS)
  for (let n = 0; n < OLD.webinars; n += 1) {
    const spec = { title: `Old ${String(n)}`, createdAt: at, liveStartAt: at }
    world.registerMany(world.addWebinar(on24ClientId, spec), 6, at)
  }
}

/** Requests a comparison and returns its run key once it has ended. */
async function compare(
  service: ServiceFixture,
  on24ClientId: string,
  repair: boolean,
): Promise<string> {
  const { workflowId } = await verifyAccount(service, on24ClientId, { repair }, OPERATOR)
  await service.client.workflow.getHandle(workflowId).result()
  const runs = await listRuns(service.store, on24ClientId, 100)
  const run = runs.find((each) => each.workflowId === workflowId)
  expect(run).toMatchObject({ outcome: 'complete' })
  return run?.runKey ?? ''
}

async function linesOf({ store }: ServiceFixture, runKey: string): Promise<string[]> {
  const { items } = await listFindings(store, runKey, { limit: 10_000 })
  return items.map(lineOf).toSorted()
}

class WorkMeanwhile {
  slots = 0
  registered = 0
  attended = 0
  readonly #service: ServiceFixture
  readonly #account: WorldAccount
  readonly #random: Random
  readonly #active: readonly number[]
  readonly #newPeople: number[] = []
  #backfill = ''

  constructor(
    service: ServiceFixture,
    account: WorldAccount,
    random: Random,
    webinars: readonly number[],
  ) {
    this.#active = webinars.filter((eventId) => !isQuiet(eventId))
    this.#service = service
    this.#account = account
    this.#random = random
  }

  async startBackfill(): Promise<void> {
    const { sandbox, backfills } = this.#service
    const day = (daysAgo: number) =>
      new Date(sandbox.clock.now().getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10)
    const range = { from: day(OLD.daysAgo + 100), to: day(OLD.daysAgo - 100), dryRun: false }
    this.#backfill = (await backfills.start(this.#account.on24ClientId, range)).workflowId
  }

  async endOfBackfill(): Promise<void> {
    await this.#service.client.workflow.getHandle(this.#backfill).result()
  }

  /** Starts one slot's run after the other, and lets people register and attend, until `work` has ended. */
  async while<T>(work: () => Promise<T>): Promise<T> {
    let isOver = false
    const slots = async () => {
      while (!isOver) {
        await runSlotAfter(this.#service, this.#account.on24ClientId, 1)
        this.slots += 1
      }
    }
    const people = async () => {
      while (!isOver) {
        this.#beActive()
        await sleep(ACTIVITY_EVERY_MS)
      }
    }
    const working = work().finally(() => {
      isOver = true
    })
    const [result] = await Promise.all([working, slots(), people()])
    return result
  }

  #beActive(): void {
    const { world, clock } = this.#service.sandbox
    const person = this.#newPeople.at(-1)
    if (person !== undefined && this.#random.chance(0.4)) {
      world.attend(person, { mode: 'archive', at: clock.now(), minutes: this.#random.int(1, 30) })
      this.attended += 1
      return
    }
    this.#newPeople.push(world.register(this.#random.pick(this.#active)))
    this.registered += 1
  }
}
