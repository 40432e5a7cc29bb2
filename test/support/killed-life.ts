/** One service's life through eventful rounds, killed in some of them. Its vendors live here and survive. */
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import { ledgerAddsUp } from '../../src/contracts/run.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { differences } from './expectation/differences.ts'
import { ExpectedAccount } from './expectation/expected-account.ts'
import { servedTruth } from './expectation/served-truth.ts'
import type { EventfulRounds } from './eventful-rounds.ts'
import { describePoint, type KillPoint } from './kill-points.ts'
import { type KillableService, startKillableService } from './killable-service.ts'
import type { Order, RunSeen } from './service-orders.ts'
import { APPLICATION, testEnvironment } from './service-under-test.ts'

export interface KilledLife {
  /** Lives through the next round, killed at each of the points and started again. */
  round(kills: readonly KillPoint[]): Promise<RoundEnd>
  close(): Promise<void>
}

/** What a round has left in Act-On and in the ledgers of its runs, beside what it should have. */
export interface RoundEnd {
  readonly listCount: number
  /** Between our folder and ON24's truth, each in a line. */
  readonly differences: readonly string[]
  readonly counted: Counts
  readonly expected: Counts
}

interface Counts {
  readonly written: number
  readonly removed: number
}

const LOOK_EVERY_MS = 200
/** A dead worker shows by its missing heartbeat, after 10 s; a user name's lease outlives it by 45 s. */
const PATIENCE_MS = 120_000

/** Runs follow each other in a second or two, and a merge without an answer is waited for for 12 s. */
const MOST_RUNS = 30

/** `env` says where the service's store and Temporal are. */
export async function startLife(
  rounds: EventfulRounds,
  env: Readonly<Record<string, string>>,
): Promise<KilledLife> {
  const sandbox = await startSandbox({
    world: rounds.world,
    actOn: { applications: [APPLICATION], knobs: { callsPerSecond: 1000, jobMinMs: 50 } },
  })
  const [account] = sandbox.world.accounts
  if (account === undefined) throw new Error('The world has no account.')
  const { on24ClientId } = account
  const aheadMs = () => sandbox.clock.now().getTime() - Date.now()
  const startService = () =>
    startKillableService({
      ...testEnvironment(sandbox),
      ...env,
      CLOCK_AHEAD_MS: String(aheadMs()),
      WORKFLOW_BUNDLE: inject('workflowBundlePath'),
    })
  const expected = new ExpectedAccount(account.actOn.timeZone)
  let service = await startService()
  let nextRound = 0

  const look = async () => {
    const seen = await service.give({ do: 'look', on24ClientId })
    return seen ?? { runs: [], running: null }
  }

  /** Until a further run has ended and none is to follow. Returns the further ones. */
  async function untilIdle(runsBefore: number): Promise<RunSeen[]> {
    const deadline = Date.now() + PATIENCE_MS
    for (;;) {
      const { runs, running } = await look()
      const further = runs.slice(0, runs.length - runsBefore)
      const ended = further.length > 0 && further.every(({ outcome }) => outcome !== null)
      if (ended && running === 0) return further
      if (Date.now() > deadline) throw new Error(`No end in sight: ${JSON.stringify(runs[0])}`)
      await sleep(LOOK_EVERY_MS)
    }
  }

  return {
    async round(kills) {
      const round = nextRound
      nextRound += 1
      const order = round === 0 ? linkOrder(account) : ({ do: 'sync', on24ClientId } as const)
      // Before the round's events: a run that meets them counts for this round.
      const runsBefore = round === 0 ? 0 : (await look()).runs.length
      rounds.begin(sandbox, round)
      await service.give({ do: 'setClock', aheadMs: aheadMs() })

      let isAsked = false
      const live = async () => {
        if (!isAsked) await service.give(order)
        isAsked = true
        let runs = await untilIdle(runsBefore)
        // What a merge without an answer may still do keeps removals waiting for a while.
        while (runs[0]?.outcome === 'complete' && runs[0].ledger?.pending !== 0) {
          if (runs.length > MOST_RUNS) throw new Error('Rows are pending for ever.')
          await service.give({ do: 'sync', on24ClientId })
          runs = await untilIdle(runsBefore + runs.length).then(() => untilIdle(runsBefore))
        }
        return runs
      }
      for (const kill of kills) await killDuring(live, kill)
      const counted = countsOf(await live())
      const { created, updated, removed } = expected.observe(servedTruth(sandbox, on24ClientId))
      const lists = sandbox.actOn.lists(account.actOn.accountId)
      return {
        listCount: expected.lists().size,
        differences: differences(on24ClientId, lists, expected),
        counted,
        expected: { written: created + updated, removed },
      }
    },
    async close() {
      service.kill()
      await service.gone
      await sandbox.close()
    },
  }

  async function killDuring(live: () => Promise<unknown>, point: KillPoint): Promise<void> {
    const plan = planKill(sandbox, service, point)
    try {
      await live()
    } catch (error) {
      if (!plan.isStruck()) throw error
    }
    plan.withdraw()
    if (plan.isStruck()) {
      await service.gone
      service = await startService()
    } else if (point.isSure) {
      throw new Error(`The service never came to this point: ${describePoint(point)}`)
    }
  }
}

function planKill(sandbox: Sandbox, service: KillableService, point: KillPoint) {
  const { vendor, endpoint, skip, moment, delayMs } = point
  let isStruck = false
  const withdraw = sandbox.faults.add({
    vendor,
    endpoint,
    skip,
    effect: {
      ...(moment !== 'answered' && { cut: moment }),
      beforeAnswer() {
        isStruck = true
        if (moment === 'answered') setTimeout(() => service.kill(), delayMs)
        else service.kill()
      },
    },
  })
  /** True also while the delay runs. */
  return { isStruck: () => isStruck, withdraw }
}

function linkOrder(account: WorldAccount): Order {
  const { on24ClientId, name, region, accessTokenKey, accessTokenSecret, actOn } = account
  const registration = { on24ClientId, name, region, accessTokenKey, accessTokenSecret }
  return { do: 'link', registration, userName: actOn.userName, password: actOn.password }
}

/** What the ledgers of a round's runs count together. Throws when a run did not end as it should. */
function countsOf(runs: readonly RunSeen[]): Counts {
  const ledgers = runs.map(({ outcome, ledger }) => {
    if (outcome === 'complete' && ledger !== null && ledgerAddsUp(ledger)) return ledger
    throw new Error(`A run ended as "${outcome ?? ''}": ${JSON.stringify(ledger)}`)
  })
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  return {
    written: sum(ledgers.map(({ created, updated }) => created + updated)),
    removed: sum(ledgers.map(({ removed }) => removed)),
  }
}
