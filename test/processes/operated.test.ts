/**
 * Random sequences of operations, slots and kills of the service. Once an account is resumed, Act-On must equal ON24,
 * cell by cell. OPERATED is the number of sequences (6; `npm run test:operated` makes 200), and OPERATED_SEED repeats
 * the sequences of an earlier test run, which printed it.
 */
import { Client, Connection } from '@temporalio/client'
import { expect, inject, test } from 'vitest'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { openStore } from '../../src/store/database.ts'
import { startKillableService } from '../support/processes/killable-service.ts'
import { OperatedAccount, operatedAccountSpec } from '../support/accounts/operated-account.ts'
import { type Sequence, sequences } from '../support/accounts/random-operations.ts'
import { patienceMs, slowDown } from '../support/vendors/slow-vendors.ts'
import { emptyDatabase } from '../support/servers/postgres.ts'
import {
  APPLICATION,
  freshNamespace,
  testEnvironment,
} from '../support/fixtures/service-fixture.ts'

const SEQUENCES = Number(process.env['OPERATED'] ?? 6)
const SEED = Number(process.env['OPERATED_SEED'] ?? Date.now() % 1_000_000)
/** The number of accounts that share one service, and therefore its kills. */
const SIDE_BY_SIDE = 10
const BATCHES = Math.ceil(SEQUENCES / SIDE_BY_SIDE)

const all = sequences(SEED, SEQUENCES)

test(
  'after any sequence of pauses, resumes, syncs, backfills, kills and slots, a resumed account in Act-On equals ON24',
  { timeout: 60_000 + BATCHES * patienceMs(240_000) },
  async (context) => {
    process.stdout.write(`OPERATED_SEED=${String(SEED)}\n`)
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const some = all.slice(batch * SIDE_BY_SIDE, (batch + 1) * SIDE_BY_SIDE)
      const databaseUrl = await emptyDatabase(context)
      const bad = await liveThrough(some, databaseUrl)
      for (const [index, { sequence, differences, badRuns }] of bad.entries()) {
        const words = `batch ${String(batch)}, sequence ${String(index)}: ${JSON.stringify(sequence)}`
        expect.soft({ differences, badRuns }, words).toEqual({ differences: [], badRuns: [] })
      }
      process.stdout.write(`${String(batch * SIDE_BY_SIDE + some.length)} sequences done\n`)
    }
  },
)

/** Runs the sequences in parallel, on accounts of one newly started service. */
async function liveThrough(some: readonly Sequence[], databaseUrl: string) {
  const startAt = new Date()
  const sandbox = await startSandbox({
    world: { accounts: some.map(() => operatedAccountSpec(startAt)) },
    actOn: { applications: [APPLICATION], knobs: { callsPerSecond: 1000, jobMinMs: 50 } },
  })
  slowDown(sandbox)
  const namespace = await freshNamespace()
  const env = {
    ...testEnvironment(sandbox),
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: namespace,
    CLOCK_AHEAD_MS: String(sandbox.clock.now().getTime() - Date.now()),
    WORKFLOW_BUNDLE: inject('workflowBundlePath'),
  }
  let service = await startKillableService(env)
  const connection = await Connection.connect({ address: inject('temporalAddress') })
  const store = await openStore({ databaseUrl })
  let restarting: Promise<void> | null = null
  const restart = async () => {
    service.kill()
    await service.gone
    service = await startKillableService(env)
    restarting = null
  }
  const life = {
    sandbox,
    store,
    client: new Client({ connection, namespace }),
    killService: () => (restarting ??= restart()),
  }
  const close = async () => {
    await restarting
    service.kill()
    await service.gone
    await store.destroy()
    await connection.close()
    await sandbox.close()
  }
  try {
    const { accounts } = sandbox.world
    for (const {
      on24ClientId,
      name,
      region,
      accessTokenKey,
      accessTokenSecret,
      actOn,
    } of accounts) {
      const registration = { on24ClientId, name, region, accessTokenKey, accessTokenSecret }
      const { userName, password } = actOn
      await service.give({ do: 'link', registration, userName, password })
    }
    return await Promise.all(
      some.map(async (sequence, index) => {
        const account = accounts[index] ?? expect.fail('The world has too few accounts.')
        const operated = new OperatedAccount(life, account)
        await operated.live(sequence)
        return {
          sequence,
          differences: await operated.differencesOnceResumed(),
          badRuns: await operated.badRuns(),
        }
      }),
    )
  } finally {
    await close()
  }
}
