import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { openEmbeddedStore } from '../../../src/embedded/open-embedded-store.ts'
import { openStore, pingStore } from '../../../src/store/database.ts'
import { keepOutput } from '../../support/servers/log-sink.ts'
import { PROGRAM_ENVIRONMENT } from '../../support/processes/program-environment.ts'

const PROGRAM = fileURLToPath(
  new URL('../../support/processes/store-memory-process.ts', import.meta.url),
)
/** It takes 160 MB. With V8's optimization of PostgreSQL it takes 700 MB, with PGlite's own cache of pages 300 MB. */
const MOST_MEGABYTES = 240

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'on24-act-on-embedded-store-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
})

test('a first start that was killed while it copied the empty database is made up for', async () => {
  await mkdir(join(dataDir, 'store.new'))
  await writeFile(join(dataDir, 'store.new', 'PG_VERSION'), '18\n')
  const store = await openEmbeddedStore(dataDir)
  await pingStore(store)
  await store.destroy()
  expect(await readdir(dataDir)).toEqual(['store'])
})

test('other work goes on while the embedded store computes', async () => {
  const store = await openEmbeddedStore(dataDir)
  let turns = 0
  const others = setInterval(() => (turns += 1), 1)
  await sql`select count(*) from generate_series(1, 2000000)`.execute(store)
  clearInterval(others)
  await store.destroy()
  expect(turns).toBeGreaterThan(5)
})

test('a folder that cannot be opened is an error, and leaves no thread behind', async () => {
  await writeFile(join(dataDir, 'store'), '')
  const threads = () =>
    process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
  const before = threads()
  await expect(openStore({ folder: join(dataDir, 'store') })).rejects.toThrow()
  await expect.poll(threads).toBeLessThanOrEqual(before)
})

test('the embedded store takes little memory, also while it works', async () => {
  const child = fork(PROGRAM, {
    env: { ...PROGRAM_ENVIRONMENT, DATA_DIR: dataDir },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  keepOutput(child)
  const [told] = z
    .tuple([z.object({ peakMegabytes: z.number() })])
    .parse((await once(child, 'message')).slice(0, 1))
  expect(told.peakMegabytes).toBeLessThan(MOST_MEGABYTES)
})
