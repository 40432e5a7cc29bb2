/**
 * The service is killed once in every round of an account's life, each time at another point, and must end
 * each round as a service does that nobody kills. KILLS says how often (default 5 of each kind; `npm run
 * test:kills` does 20), KILLS_SEED repeats the points that an earlier run has printed.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { freePort } from '../../src/embedded/free-port.ts'
import { eventfulRounds } from '../support/eventful-rounds.ts'
import {
  describePoint,
  killPoints,
  type KillPoint,
  startingWithWrites,
} from '../support/kill-points.ts'
import { type RoundEnd, startLife } from '../support/killed-life.ts'
import { emptyDatabase } from '../support/postgres.ts'
import { freshNamespace } from '../support/service-under-test.ts'

const KILLS = Number(process.env['KILLS'] ?? 5)
const SEED = process.env['KILLS_SEED'] ?? String(Date.now() % 1_000_000)
const TIMEOUT_MS = 60_000 + KILLS * 90_000

const points = killPoints(SEED, 2 * KILLS)
const rounds = eventfulRounds(new Date())
const nobody = Array.from({ length: KILLS }, () => null)

/** Lives through one round for each kill, and looks at each round's end. */
async function liveThrough(
  env: Readonly<Record<string, string>>,
  kills: readonly (KillPoint | null)[],
  atEnd: (end: RoundEnd, round: number) => void | Promise<void>,
): Promise<void> {
  const life = await startLife(rounds, env)
  try {
    for (const [round, kill] of kills.entries()) await atEnd(await life.round(kill), round)
  } finally {
    await life.close()
  }
}

const undisturbed = nobody.map(() => Promise.withResolvers<RoundEnd>())
let undisturbedLife: Promise<void>

/** Lives beside the others, so that they need not wait for it. */
async function liveUndisturbed(): Promise<void> {
  await withDataDir((env) =>
    liveThrough(env, nobody, (end, round) => undisturbed[round]?.resolve(end)),
  )
}

beforeAll(() => {
  undisturbedLife = liveUndisturbed()
  undisturbedLife.catch((error: unknown) => {
    for (const end of undisturbed) end.reject(error)
  })
  return () => undisturbedLife
})

async function withDataDir(
  work: (env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'on24-act-on-kills-'))
  try {
    await work({ DATA_DIR: folder, TEMPORAL_PORT: String(await freePort()) })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function expectUndisturbedEnds(
  kind: string,
  env: Readonly<Record<string, string>>,
  kills: readonly KillPoint[],
): Promise<void> {
  const said = kills.map((kill, round) => `${kind}, round ${String(round)}: ${describePoint(kill)}`)
  process.stdout.write(`KILLS_SEED=${SEED}\n${said.join('\n')}\n`)
  await liveThrough(env, kills, async (end, round) => {
    expect(end, said[round]).toEqual(await undisturbed[round]?.promise)
  })
}

describe.concurrent(
  'a service that is killed again and again brings everything to Act-On once',
  () => {
    test(
      'when the whole process tree is killed, embedded parts included',
      { timeout: TIMEOUT_MS },
      async () => {
        const kills = startingWithWrites(points.slice(0, KILLS))
        await withDataDir((env) => expectUndisturbedEnds('embedded', env, kills))
      },
    )

    test(
      'when the worker alone is killed, on PostgreSQL',
      { timeout: TIMEOUT_MS },
      async (context) => {
        const env = {
          DATABASE_URL: await emptyDatabase(context),
          TEMPORAL_ADDRESS: inject('temporalAddress'),
          TEMPORAL_NAMESPACE: await freshNamespace(),
        }
        await expectUndisturbedEnds('worker', env, startingWithWrites(points.slice(KILLS)))
      },
    )

    test(
      'and has been held against rows that are there once',
      { timeout: TIMEOUT_MS },
      async () => {
        for (const { promise } of undisturbed) {
          const { lists } = await promise
          expect(lists.length).toBeGreaterThanOrEqual(3)
          expect(new Set(lists.map(({ name }) => name)).size).toBe(lists.length)
          for (const { rows } of lists) {
            const addresses = new Set(rows.map((row) => row['Email Address']))
            expect(addresses.size).toBe(rows.length)
            expect(rows.length).toBeGreaterThan(2)
          }
        }
      },
    )
  },
)
