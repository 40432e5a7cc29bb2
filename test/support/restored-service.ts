/**
 * A service whose store can be set back to an earlier day while the vendors and Temporal go on: on PostgreSQL,
 * by a dump and its restore.
 */
import { expect, inject, onTestFinished, type TestContext } from 'vitest'
import { reconcileAccounts } from '../../src/accounts/reconcile.ts'
import { parseConfig } from '../../src/config/config.ts'
import { createMetrics } from '../../src/observability/metrics.ts'
import { type RunningService, runService } from '../../src/processes/running-service.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import type { WorldOptions } from '../../sandbox/world/world-options.ts'
import { openStore } from '../../src/store/database.ts'
import { differences } from './expectation/differences.ts'
import { ExpectedAccount } from './expectation/expected-account.ts'
import { servedTruth } from './expectation/served-truth.ts'
import { leaveBehind } from './left-behind.ts'
import { testLogger } from './log-sink.ts'
import { emptyDatabase } from './postgres.ts'
import { dumpDatabase, restoreDatabase } from './postgres-dump.ts'
import { APPLICATION, freshNamespace, testEnvironment } from './service-under-test.ts'
import { installRuntimeOnce } from './temporal-runtime.ts'
import { stillClock } from './truth-check.ts'

export interface RestorableService {
  readonly sandbox: Sandbox
  /** The one that runs now. */
  readonly service: RunningService & { readonly sandbox: Sandbox; readonly namespace: string }
  backUp(): Promise<string>
  /** Ends the service, and starts it anew on a database that holds the backup. */
  restore(backup: string): Promise<void>
  /** Takes note of what ON24 says now; to be called after every slot. */
  observe(on24ClientId: string): void
  /** In which respects the account's folder in Act-On is not what ON24 says. */
  differences(on24ClientId: string): string[]
}

export async function startRestorableService(
  context: TestContext,
  options: {
    readonly startAt: Date
    readonly world: WorldOptions
    readonly env?: Readonly<Record<string, string>>
  },
): Promise<RestorableService> {
  let databaseUrl = await emptyDatabase(context)
  installRuntimeOnce()
  const sandbox = await startSandbox({
    world: options.world,
    clock: stillClock(options.startAt.toISOString()),
    actOn: { applications: [APPLICATION], knobs: { callsPerSecond: 1000, jobMinMs: 50 } },
  })
  const namespace = await freshNamespace()
  const metrics = createMetrics()
  const start = async () => {
    const started = await runService({
      config: parseConfig(testEnvironment(sandbox, options.env), { mode: 'start' }),
      store: await openStore({ databaseUrl }),
      metrics: createMetrics(),
      logger: testLogger(),
      workflowBundle: { codePath: inject('workflowBundlePath') },
      now: () => sandbox.clock.now(),
      deliveryPolicy: { jobPollSeconds: [0.1, 0.2, 0.5] },
      rhythm: { dispatchNotices: 200 },
      temporal: { connection: { address: inject('temporalAddress') }, namespace },
    })
    const service = { ...started, sandbox, namespace }
    // As at every start.
    await reconcileAccounts(service)
    return service
  }
  const stop = async () => {
    await running.close()
    await running.store.destroy()
  }
  let running = await start()
  onTestFinished(async () => {
    await stop()
    await leaveBehind({ metrics, sandbox })
    await sandbox.close()
  })

  const expected = new Map<string, ExpectedAccount>()
  return {
    sandbox,
    get service() {
      return running
    },
    backUp: () => dumpDatabase(databaseUrl),
    async restore(backup) {
      await stop()
      databaseUrl = await emptyDatabase(context)
      await restoreDatabase(backup, databaseUrl)
      running = await start()
    },
    observe(on24ClientId) {
      const { timeZone } = sandbox.world.account(on24ClientId).actOn
      const account = expected.get(on24ClientId) ?? new ExpectedAccount(timeZone)
      expected.set(on24ClientId, account)
      account.observe(servedTruth(sandbox, on24ClientId))
    },
    differences(on24ClientId) {
      const { accountId } = sandbox.world.account(on24ClientId).actOn
      const account = expected.get(on24ClientId) ?? expect.fail('never observed')
      return differences(on24ClientId, sandbox.actOn.lists(accountId), account)
    },
  }
}
