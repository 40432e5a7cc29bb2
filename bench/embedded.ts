/**
 * The demo in one process tree, from nothing and then again on what it left: how long it takes until it is ready, and
 * what each process takes of memory. `npm run bench:embedded`; Linux, about two minutes.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { freePort } from '../src/embedded/free-port.ts'
import { MemoryWatch } from './process-memory.ts'
import { NODE_FLAGS } from './node-flags.ts'

const MOST_MEGABYTES = 800
const IDLE_MS = 10_000
const TELL = fileURLToPath(new URL('./tell-memory.ts', import.meta.url))
const say = (line: string) => process.stdout.write(`${line}\n`)

/** A phase ends with the first line that matches; the last one with the run. */
const PHASES = [
  ['programs loaded', /^Opening the store/],
  ['store, Temporal and bundle ready', /^Starting the workers/],
  ['ready: workers poll, pages are served', /^(?:Linking|Syncing) /],
  ['every run has ended', /^Every ledger adds up/],
] as const

const Told = z.object({
  usage: z.record(z.string(), z.number()),
  spaces: z.record(z.string(), z.number()),
})

async function measure(name: string, dataDir: string): Promise<number> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...NODE_FLAGS, '--import', TELL, 'demo/start.ts'], {
    env: {
      ...{ PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] },
      ...{ DATA_DIR: dataDir, ON24_CALLS_PER_MINUTE: '6000' },
      PORT: String(await freePort()),
      TEMPORAL_PORT: String(await freePort()),
      TEMPORAL_UI_PORT: String(await freePort()),
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const watch = new MemoryWatch(child.pid ?? 0)
  try {
    say(`\n${name}`)
    await followPhases(child, startedAt, watch)
    await sleep(IDLE_MS)
    const idle = watch.now(child.pid ?? 0)
    say(
      `  ${megabytes(watch.peak)} at most at one time, ${megabytes(idle)} ten seconds after the runs; of these`,
    )
    for (const { command, pss, peak } of watch.processes.values()) {
      say(`  ${megabytes(pss)} (at most ${megabytes(peak)})  ${labelOf(command)}`)
    }
    await sayHeap(child)
    return watch.peak
  } finally {
    watch.stop()
    child.kill('SIGINT')
    await once(child, 'close')
  }
}

async function followPhases({ stdout }: ChildProcess, startedAt: number, watch: MemoryWatch) {
  if (stdout === null) throw new Error('The demo has no output.')
  const left = [...PHASES]
  for await (const line of createInterface({ input: stdout })) {
    const [phase] = left
    if (phase?.[1].test(line) !== true) continue
    left.shift()
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    say(`  ${seconds.padStart(5)} s  ${phase[0]}, ${megabytes(watch.peak)} until then`)
    if (left.length === 0) break
  }
  if (left.length > 0) throw new Error('The demo ended early.')
  stdout.resume()
}

async function sayHeap(child: ChildProcess): Promise<void> {
  const answer = once(child, 'message')
  child.send('memory')
  const [{ usage, spaces }] = z.tuple([Told], z.unknown()).parse(await answer)
  const line = (figures: Readonly<Record<string, number>>) =>
    Object.entries(figures)
      .filter(([, bytes]) => bytes >= 1024 * 1024)
      .map(([what, bytes]) => `${what} ${megabytes(bytes / 1024 / 1024)}`)
      .join(', ')
  say(`  the first process: ${line(usage)}`)
  say(`  its heap: ${line(spaces)}`)
}

function labelOf(command: string): string {
  const parts = ['demo/start.ts', 'guard.ts', 'make-empty-store.ts', 'bundle-program.ts']
  return parts.find((part) => command.includes(part)) ?? command.slice(0, 40)
}

const megabytes = (count: number) => `${count.toFixed(0)} MB`

const dataDir = await mkdtemp(join(tmpdir(), 'on24-act-on-bench-embedded-'))
try {
  const peaks = [
    await measure('First start, with prepared parts as they are in dist/', dataDir),
    await measure('Second start', dataDir),
  ]
  const isTooMuch = Math.max(...peaks) > MOST_MEGABYTES
  if (isTooMuch) say(`More than ${megabytes(MOST_MEGABYTES)} at one time`)
  process.exitCode = isTooMuch ? 1 : 0
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
