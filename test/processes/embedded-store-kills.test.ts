import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createRandom } from '../../sandbox/random.ts'
import { keepOutput } from '../support/servers/log-sink.ts'
import { PROGRAM_ENVIRONMENT } from '../support/processes/program-environment.ts'

const WRITER = fileURLToPath(
  new URL('../support/processes/store-writer-process.ts', import.meta.url),
)

/** The number of writer processes, each of which is killed. All but the first check what the one before it left. */
const LIVES = 5

const Message = z.union([
  z.object({ found: z.array(z.object({ number: z.number(), halves: z.number() })) }),
  z.object({ committed: z.number() }),
])

interface Pair {
  readonly number: number
  readonly halves: number
}

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'on24-act-on-store-kills-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

/** Kills a writer after some commits and a delay. Returns what it found at its start, and its last commit. */
async function liveOfWriter(commits: number, delayMs: number) {
  const writer = fork(WRITER, {
    env: { ...PROGRAM_ENVIRONMENT, DATA_DIR: dataDir },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  keepOutput(writer)
  let found: readonly Pair[] = []
  let lastCommitted = -1
  let left = commits
  writer.on('message', (message) => {
    const said = Message.parse(message)
    if ('found' in said) {
      found = said.found
      lastCommitted = said.found.length - 1
      return
    }
    lastCommitted = said.committed
    left -= 1
    if (left === 0) setTimeout(() => writer.kill('SIGKILL'), delayMs)
  })
  const ended: unknown[] = await once(writer, 'close')
  expect(ended).toEqual([null, 'SIGKILL'])
  return { found, lastCommitted }
}

const whole = (count: number) =>
  Array.from({ length: count }, (_, number): Pair => ({ number, halves: 2 }))

test('an embedded store killed while it writes has every acknowledged commit, and none in part', async () => {
  const random = createRandom('store kills')
  let toldAndMade = 0
  for (let life = 0; life < LIVES; life += 1) {
    const { found, lastCommitted } = await liveOfWriter(random.int(1, 60), random.int(0, 20))
    expect(found).toEqual(whole(found.length))
    // There may be one commit more than was reported: a writer can die between the commit and its report.
    expect(found.length).toBeGreaterThanOrEqual(toldAndMade)
    toldAndMade = lastCommitted + 1
  }
})
