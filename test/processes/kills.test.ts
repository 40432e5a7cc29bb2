/**
 * The service is killed in every round of changes to an account, each time at another point. At the end of each round
 * Act-On must equal ON24, cell by cell. KILLS is the number of rounds (2; `npm run test:kills` makes 20), and
 * KILLS_SEED repeats the kill points of an earlier test run, which printed it.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freePort } from '../../src/embedded/free-port.ts'
import { patienceMs } from '../support/vendors/slow-vendors.ts'
import { eventfulRounds } from '../support/vendors/eventful-rounds.ts'
import { describePoint, killPlans, type KillPoint } from '../support/processes/kill-points.ts'
import { startKilledServiceFixture } from '../support/fixtures/killed-service-fixture.ts'
import { emptyDatabase } from '../support/servers/postgres.ts'
import { freshNamespace } from '../support/fixtures/service-fixture.ts'

const KILLS = Number(process.env['KILLS'] ?? 2)
const SEED = process.env['KILLS_SEED'] ?? String(Date.now() % 1_000_000)
const TIMEOUT_MS = 60_000 + KILLS * patienceMs(90_000)

const [embeddedKills = [], workerKills = []] = killPlans(SEED, 2, KILLS)

/** Runs one round for each plan, and checks the result of each. */
async function expectAllOnce(
  kind: string,
  env: Readonly<Record<string, string>>,
  plans: readonly (readonly KillPoint[])[],
): Promise<void> {
  const said = plans.map(
    (points, round) => `${kind}, round ${String(round)}: ${points.map(describePoint).join('; ')}`,
  )
  process.stdout.write(`KILLS_SEED=${SEED}\n${said.join('\n')}\n`)
  const life = await startKilledServiceFixture(eventfulRounds(new Date()), env)
  try {
    for (const [round, points] of plans.entries()) {
      const { listCount, differences, counted, expected } = await life.round(points)
      expect(differences, said[round]).toEqual([])
      expect(counted, said[round]).toEqual(expected)
      expect(listCount).toBe(3 + round)
    }
  } finally {
    await life.close()
  }
}

describe.concurrent(
  'killed in every round, Act-On gets everything once',
  { timeout: TIMEOUT_MS },
  () => {
    let dataDir: string
    beforeAll(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'on24-act-on-kills-'))
    })
    afterAll(() => rm(dataDir, { recursive: true, force: true }))

    test('by the whole process tree, embedded parts included', async () => {
      const env = { DATA_DIR: dataDir, TEMPORAL_PORT: String(await freePort()) }
      await expectAllOnce('embedded', env, embeddedKills)
    })

    test('by the worker alone, on PostgreSQL', async (context) => {
      const env = {
        DATABASE_URL: await emptyDatabase(context),
        TEMPORAL_ADDRESS: inject('temporalAddress'),
        TEMPORAL_NAMESPACE: await freshNamespace(),
      }
      await expectAllOnce('worker', env, workerKills)
    })
  },
)
