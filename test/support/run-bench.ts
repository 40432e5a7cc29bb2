/**
 * The service without Temporal: its activities alone, called in the order of `accountSync` and repeated at
 * once where Temporal would wait. For what goes wrong with vendors and rows; many accounts share one bench.
 */
import { ApplicationFailure } from '@temporalio/common'
import { expect } from 'vitest'
import { createActivities } from '../../activities/index.ts'
import { registerAccount } from '../../src/accounts/register-account.ts'
import { parseConfig } from '../../src/config/config.ts'
import type { BackfillRange } from '../../src/contracts/operating.ts'
import { type Ledger, ledgerAddsUp, type RunOutcome } from '../../src/contracts/run.ts'
import type { RunProgress, RunReference } from '../../src/contracts/sync-activities.ts'
import type { DeliveryPolicy } from '../../src/delivery/delivery.ts'
import { followSchedule } from '../../src/operating/follow-schedule.ts'
import { syncNow } from '../../src/operating/sync-now.ts'
import { createMetrics } from '../../src/observability/metrics.ts'
import type { ActOnKnobs } from '../../sandbox/act-on/knobs.ts'
import type { TrueList } from '../../sandbox/act-on/truth.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { createService, type Service } from '../../src/service.ts'
import { openStore, type StoreLocation } from '../../src/store/database.ts'
import { accountsInTurn } from './accounts-in-turn.ts'
import { attemptOnce, type Insist, insistUpTo, type OnRetry } from './insist.ts'
import { leaveBehind } from './left-behind.ts'
import { linkByInvitation } from './link-account.ts'
import { noTemporal, nowhere } from './no-temporal.ts'
import { anyEmptyStore } from './postgres.ts'
import { testEnvironment } from './service-under-test.ts'
import { installRuntimeOnce } from './temporal-runtime.ts'

export interface RunBench extends Service {
  readonly sandbox: Sandbox
  /** What was asked of Temporal, by linking and by probes, e.g. `trigger 22950`. */
  readonly asked: string[]
  /** Accounts whose Schedule is paused. */
  readonly paused: Set<string>
  /** Links the next account of the world, which no other test uses. */
  nextAccount(): Promise<BenchAccount>
  close(): Promise<void>
}

export interface BenchAccount extends WorldAccount {
  /** A webinar of tomorrow with so many registrants. Returns its event id. */
  webinar(registrants: number): number
  /** A whole run. Expects a ledger that adds up. */
  run(onRetry?: OnRetry): Promise<EndedRun>
  /** A whole backfill. Expects a ledger that adds up. */
  backfill(range: BackfillRange): Promise<EndedRun>
  /** As somebody does who pauses the account's Schedule and sees to it that its runs hear of it. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** As its controller does when somebody asks for a run now. Returns what it says. */
  syncNow(): Promise<string>
  /** As its controller does once a day. Rejects with what Temporal would show. */
  keepAlive(): Promise<void>
  /** Whether the account's controller hears that it may go on. */
  probe(): Promise<boolean>
  link(): Promise<void>
  /** The account's lists in its own folder. */
  lists(): TrueList[]
  /** The only list in its folder. */
  list(): TrueList
}

export interface EndedRun {
  readonly runKey: string
  readonly outcome: RunOutcome
  readonly ledger: Ledger
  /** What Temporal would have shown as failed attempts, in order. */
  readonly retried: readonly ApplicationFailure[]
  /** What ended the run as failed in Temporal. */
  readonly failure: ApplicationFailure | null
}

export interface RunBenchOptions {
  readonly actOnKnobs?: Partial<ActOnKnobs>
  readonly env?: Readonly<Record<string, string>>
  readonly deliveryPolicy?: Partial<DeliveryPolicy>
  /** How many the world has; default 24. */
  readonly accounts?: number
  /** How often an activity is tried before it counts as failed for good, as after hours in Temporal. */
  readonly mostAttempts?: number
  /** How long ON24 is not called at most, however often it says that its quota is used up: in real time. */
  readonly on24LongestHoldMs?: number
  /** The service goes by the database's time, as it does outside of tests; else by the sandbox's. */
  readonly databaseClock?: true
  readonly store?: StoreLocation
}

const ACCOUNTS = 24
const NEVER = new AbortController().signal
const DAY_MS = 24 * 60 * 60 * 1000

export async function openRunBench(options: RunBenchOptions = {}): Promise<RunBench> {
  installRuntimeOnce()
  const sandbox = await startSandbox({
    world: { accounts: Array.from({ length: options.accounts ?? ACCOUNTS }, () => ({})) },
    actOn: {
      knobs: { callsPerSecond: 1000, jobMinMs: 0, newListListedAfterMs: 0, ...options.actOnKnobs },
    },
  })
  const store = await openStore(options.store ?? (await anyEmptyStore()))
  const made = await createService({
    ...nowhere(),
    config: benchConfig(sandbox, options),
    store,
    metrics: createMetrics(),
    ...(options.databaseClock === undefined && { now: () => sandbox.clock.now() }),
    deliveryPolicy: {
      jobPollSeconds: [0.01],
      lookAgainMs: 20,
      rateLimitWaitMs: 20,
      signInWaitMs: 200,
      rateLimitPatienceMs: 400,
      ...options.deliveryPolicy,
    },
  })
  const temporal = noTemporal()
  const service = { ...made, ...temporal }
  const activities = createActivities(service)
  const insist = insistUpTo(options.mostAttempts)
  const unusedAccount = accountsInTurn(sandbox)
  let runs = 0

  const link = async ({ on24ClientId, actOn }: WorldAccount) => {
    await linkByInvitation(service, temporal, { on24ClientId, ...actOn })
  }

  const runOf = (on24ClientId: string, onRetry?: OnRetry) => {
    const at = sandbox.clock.now().toISOString()
    return workOff(
      { on24ClientId, kind: 'sync' },
      (ids, retry) => insist(activities.beginRun, { ...ids, nominalStartAt: at }, retry),
      onRetry,
    )
  }

  const backfillOf = (on24ClientId: string, range: BackfillRange) => {
    const plan = { ...range, dryRun: false, lookAgainSeconds: 60 }
    return workOff({ on24ClientId, kind: 'backfill' }, (ids, retry) =>
      insist(activities.planBackfill, { ...ids, ...plan }, retry),
    )
  }

  const workOff = async (
    of: Pick<RunReference, 'on24ClientId' | 'kind'>,
    begin: Begin,
    onRetry?: OnRetry,
  ): Promise<EndedRun> => {
    runs += 1
    const run: RunReference = { ...of, runKey: `run-${String(runs)}` }
    const retried: ApplicationFailure[] = []
    const ended = await runToItsEnd(activities, insist, run, begin, (failure) => {
      retried.push(failure)
      onRetry?.(failure)
    })
    expect(ledgerAddsUp(ended.ledger), JSON.stringify(ended.ledger)).toBe(true)
    return { runKey: run.runKey, ...ended, retried }
  }

  return {
    ...service,
    sandbox,
    asked: temporal.asked,
    paused: temporal.paused,
    async nextAccount() {
      const account = unusedAccount()
      const { on24ClientId, actOn } = account
      await registerAccount(service, account)
      await link(account)
      const lists = () =>
        sandbox.actOn.lists(actOn.accountId).filter(({ folderName }) => folderName === on24ClientId)
      return {
        ...account,
        webinar(registrants) {
          const liveStartAt = new Date(sandbox.clock.now().getTime() + DAY_MS)
          const eventId = sandbox.world.addWebinar(on24ClientId, { liveStartAt })
          sandbox.world.registerMany(eventId, registrants)
          return eventId
        },
        run: (onRetry) => runOf(on24ClientId, onRetry),
        backfill: (range) => backfillOf(on24ClientId, range),
        async keepAlive() {
          await attemptOnce(activities.keepLinkAlive, { on24ClientId })
        },
        async probe() {
          const answer = await insist(activities.probeActOn, { on24ClientId }, () => undefined)
          return answer.goesOn
        },
        link: () => link(account),
        async pause() {
          temporal.paused.add(on24ClientId)
          await followSchedule({ ...service, ...temporal }, on24ClientId, NEVER)
        },
        async resume() {
          temporal.paused.delete(on24ClientId)
          await followSchedule({ ...service, ...temporal }, on24ClientId, NEVER)
        },
        async syncNow() {
          return (await syncNow({ ...service, ...temporal }, on24ClientId, NEVER)).detail
        },
        lists,
        list() {
          const [list, ...others] = lists()
          expect(others.map(({ name }) => name)).toEqual([])
          return list ?? expect.fail('no list')
        },
      }
    },
    async close() {
      await service.tokens.whenIdle()
      await leaveBehind({ metrics: service.metrics, sandbox })
      await sandbox.close()
      await store.destroy()
    },
  }
}

function benchConfig(sandbox: Sandbox, { env, on24LongestHoldMs = 15 * 60_000 }: RunBenchOptions) {
  const [application] = sandbox.actOn.applications
  const config = parseConfig(
    testEnvironment(sandbox, {
      ACTON_CLIENT_ID: application?.clientId ?? '',
      ACTON_CLIENT_SECRET: application?.clientSecret ?? '',
      ...env,
    }),
    { mode: 'start' },
  )
  const paces = { eventListsPerMinute: 6000, quotaHoldMs: 20, longestHoldMs: on24LongestHoldMs }
  return { ...config, on24: { ...config.on24, ...paces } }
}

/** A run's first activity. */
type Begin = (
  ids: RunReference & { readonly workflowId: string; readonly runId: string },
  onRetry: OnRetry,
) => Promise<RunProgress>

/** The order of the workflows `accountSync` and `accountBackfill`, one thing at a time. */
async function runToItsEnd(
  activities: ReturnType<typeof createActivities>,
  insist: Insist,
  run: RunReference,
  begin: Begin,
  onRetry: OnRetry,
): Promise<Pick<EndedRun, 'outcome' | 'ledger' | 'failure'>> {
  let isPaused = false
  let failure: ApplicationFailure | null = null
  try {
    let progress = await begin({ ...run, workflowId: run.runKey, runId: run.runKey }, onRetry)
    const hasWork = () => progress.webinarsToRead > 0 || progress.webinarsToDeliver > 0
    for (;;) {
      const { discoversAgain = false } = progress
      while (!progress.isPaused && hasWork()) {
        if (progress.webinarsToRead > 0) {
          progress = await insist(activities.readWebinars, run, onRetry)
        }
        if (!progress.isPaused && progress.webinarsToDeliver > 0) {
          progress = await insist(activities.deliverWebinars, run, onRetry)
        }
      }
      if (progress.isPaused || !discoversAgain) break
      progress = await begin({ ...run, workflowId: run.runKey, runId: run.runKey }, onRetry)
    }
    isPaused = progress.isPaused
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error
    failure = error
  }
  const finished = await insist(
    activities.finishRun,
    {
      ...run,
      stopped: isPaused ? 'paused' : null,
      failure: failure?.message ?? null,
    },
    onRetry,
  )
  return { ...finished, failure }
}
