/**
 * `npm run bench:cli`: how long the command line takes to its first answer, beside a Node that does nothing. It starts
 * the bin itself, without npx or npm. NODE=<program> starts it with another Node than the project's own.
 */
import { spawnSync } from 'node:child_process'
import Table from 'cli-table3'
import packageJson from '../package.json' with { type: 'json' }

const NODE = process.env['NODE'] ?? process.execPath
const ROUNDS = Number(process.env['ROUNDS'] ?? 21)
const BIN = packageJson.bin['on24-act-on']
const MOST_MS = 300
/** The first answers: no other command needs only what these need. */
const BOUNDED = ['--help', '--version']

const STARTS: readonly (readonly string[])[] = [
  ['-e', '0'],
  [BIN, '--help'],
  [BIN, '--version'],
  [BIN, 'accounts', 'list', '--help'],
  [BIN, 'complete', '--', 'acc'],
]

function millisecondsOf(args: readonly string[]): number {
  const startedAt = performance.now()
  const { status, stderr } = spawnSync(NODE, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr.toString()}`)
  return performance.now() - startedAt
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Infinity
}

// The first start after an installation compiles, and keeps what it has compiled.
for (const args of STARTS) millisecondsOf(args)
const times = STARTS.map((): number[] => [])
// In turn, so that whatever else the machine does at a time slows all of them.
for (let round = 0; round < ROUNDS; round += 1) {
  STARTS.forEach((args, index) => times[index]?.push(millisecondsOf(args)))
}
const medians = times.map(median)
const table = new Table({
  head: ['started', 'median', 'least'],
  style: { head: [], border: [] },
  colAligns: ['left', 'right', 'right'],
})
STARTS.forEach((args, index) => {
  const name = args[0] === BIN ? ['on24-act-on', ...args.slice(1)] : ['node', ...args]
  const least = Math.min(...(times[index] ?? []))
  table.push([name.join(' '), `${(medians[index] ?? 0).toFixed(0)} ms`, `${least.toFixed(0)} ms`])
})
console.log(`${NODE}, ${String(ROUNDS)} starts of each`)
console.log(table.toString())
STARTS.forEach(([, what = ''], index) => {
  if (!BOUNDED.includes(what) || (medians[index] ?? Infinity) <= MOST_MS) return
  console.error(`${what} takes more than ${String(MOST_MS)} ms.`)
  process.exitCode = 1
})
