/**
 * The benchmark against a bare script of minimal calls: a first sync by the script and by the service, of identical
 * accounts and with vendors as slow. Exits with 1 when the service needs more than its share.
 * `npm run bench:minimal -- [lifted] [2s] [10s]`; WEBINARS changes the number of webinars, ROUNDS
 * that of the rounds without limits, and PROFILE=<path> writes CPU profiles of the service to files that begin with it.
 */
import Table from 'cli-table3'
import { boundSeconds, exceeded, exceededLater, type Measured, median } from './minimal/bound.ts'
import { type Case, CASES, type Database } from './minimal/cases.ts'
import {
  type MeasuredRuns,
  measureScript,
  type MeasuredService,
  measureService,
} from './minimal/contestants.ts'

const HEAD =
  'who, wall s, CPU s, ON24 calls, Act-On calls, jobs, looks a job, lists, contacts, peak MB, limits allow s, times'
const MEGABYTE = 1024 * 1024
/** Without limits, the machine's speed decides, which changes from second to second: medians are compared. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 5)

function chosenCases(names: readonly string[]): Case[] {
  const unknown = names.find((name) => !CASES.some((one) => one.name === name))
  if (unknown !== undefined) throw new Error(`There is no case ${unknown}.`)
  const webinars = process.env['WEBINARS']
  return CASES.filter(({ name }) => names.length === 0 || names.includes(name)).map((one) => ({
    ...one,
    ...(webinars !== undefined && { webinars: Number(webinars) }),
  }))
}

async function compare(chosen: Case): Promise<void> {
  console.error(`${String(chosen.webinars)} webinars, ${chosen.title}.`)
  const rounds: Round[] = []
  while (rounds.length < (chosen.isLimited ? 1 : ROUNDS)) rounds.push(await measureRound(chosen))
  const script = inTheMedian(rounds.map((round) => round.script))
  const table = new Table({ head: HEAD.split(', '), style: { head: [], border: [] } })
  table.push(rowOf(chosen, 'script', script, chosen.isLimited ? null : 1))
  const beside: string[] = []
  const problems: string[] = []
  for (const database of chosen.databases) {
    const measured = rounds.flatMap((round) => round.services.get(database) ?? [])
    const first = inTheMedian(measured.map((round) => round.first))
    const later = measured.at(-1)?.later ?? null
    const bound = boundSeconds(chosen, first.figures)
    const name = `service, ${database}`
    table.push(
      rowOf(chosen, name, first, first.seconds / (chosen.isLimited ? bound : script.seconds)),
    )
    if (later !== null) table.push(rowOf(chosen, 'its next run', later, null))
    beside.push(
      `${name}: ${(first.cpuSeconds / script.cpuSeconds).toFixed(2)} times the script's CPU; beside it ` +
        `${first.servers.database.toFixed(1)} s of CPU in the database, ` +
        `${first.servers.temporal.toFixed(1)} s in Temporal`,
    )
    const found = [
      ...measured.flatMap((round) => notComplete(round.first)),
      ...exceeded(chosen, database, script, first),
      ...(later === null ? [] : [...notComplete(later), ...exceededLater(later.figures)]),
    ]
    problems.push(...found.map((one) => `${chosen.name}, ${database}: ${one}`))
  }
  console.log(`\n${String(chosen.webinars)} webinars, ${chosen.title}\n${table.toString()}`)
  console.log(beside.join('\n'))
  for (const problem of problems) {
    process.exitCode = 1
    console.error(`TOO MUCH  ${problem}`)
  }
}

interface Round {
  readonly script: Measured
  readonly services: ReadonlyMap<Database, MeasuredRuns>
}

async function measureRound(chosen: Case): Promise<Round> {
  const startAt = new Date()
  const services = new Map<Database, MeasuredRuns>()
  const scriptEnd = measureScript(chosen, startAt)
  // With limits, both wait nearly all the time, so they may do so at once.
  if (!chosen.isLimited) await scriptEnd
  for (const database of chosen.databases) {
    const measured = await measureService(chosen, database, startAt)
    services.set(database, measured)
    const script = await scriptEnd
    console.error(
      `The script took ${secondsOf(script)}, the service on ${database} ${secondsOf(measured.first)}.`,
    )
  }
  return { script: await scriptEnd, services }
}

function secondsOf({ seconds, cpuSeconds }: Measured): string {
  return `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(2)} s of CPU)`
}

/** Median times; the rest is that of the last one. Throws if there is none. */
function inTheMedian<T extends Measured>(measured: readonly T[]): T {
  const last = measured.at(-1)
  if (last === undefined) throw new Error('Nothing was measured.')
  const seconds = median(measured.map((one) => one.seconds))
  const cpuSeconds = median(measured.map((one) => one.cpuSeconds))
  return { ...last, seconds, cpuSeconds }
}

function notComplete({ outcome, addsUp }: MeasuredService): string[] {
  return outcome === 'complete' && addsUp ? [] : [`a run ended as ${String(outcome)}`]
}

function rowOf(
  chosen: Case,
  name: string,
  measured: Measured & Partial<MeasuredService>,
  times: number | null,
): string[] {
  const { seconds, cpuSeconds, figures, peakRssBytes } = measured
  const looks = median(figures.polls)
  return [
    name,
    seconds.toFixed(1),
    cpuSeconds.toFixed(2),
    String(figures.on24Events + figures.on24People),
    String(figures.actOn),
    String(figures.polls.length),
    Number.isNaN(looks) ? '' : String(looks),
    String(figures.lists),
    String(figures.contacts),
    peakRssBytes === undefined ? '' : (peakRssBytes / MEGABYTE).toFixed(0),
    boundSeconds(chosen, figures).toFixed(1),
    times === null ? '' : times.toFixed(2),
  ]
}

for (const chosen of chosenCases(process.argv.slice(2))) await compare(chosen)
