/** Measures the script and the service, each with vendors and servers of its own, on identical accounts. */
import type { Measured } from './bound.ts'
import type { Case, Database } from './cases.ts'
import { peakRssBytes, startChild } from './child.ts'
import { RunSpent, type ScriptOrder, Spent } from './orders.ts'
import {
  figuresOf,
  kept,
  startLinkedService,
  startSandbox,
  startStores,
  type Vendors,
} from './parts.ts'
import { cpuTimes } from '../cpu-times.ts'

const SCRIPT = new URL('../minimal-script.ts', import.meta.url)

const CALLS_IN_FLIGHT = 8
const CHANGED_WEBINARS = 10
const NEW_PEOPLE = 10
export const LIFTED_PER_SECOND = 10_000

export interface MeasuredService extends Measured {
  readonly outcome: string | null
  readonly addsUp: boolean
  readonly peakRssBytes: number
  /** CPU seconds of the servers beside it during the run; the embedded database is one, too. */
  readonly servers: { readonly database: number; readonly temporal: number }
}

/** All worlds begin at `startAt`, so that they hold the same people. */
export async function measureScript(chosen: Case, startAt: Date): Promise<Measured> {
  await using parts = new AsyncDisposableStack()
  // It answers no refusal, so its sandbox makes none when a busy machine bunches its calls.
  const vendors = { ...vendorsOf(chosen), actOnCallsPerSecond: LIFTED_PER_SECOND }
  const { started, ask } = await startSandbox(vendors, startAt, parts)
  const script = kept(parts, startChild(SCRIPT))
  const { jobMs, spacing } = chosen
  const order: ScriptOrder = { ...started, jobMs, spacing, callsInFlight: CALLS_IN_FLIGHT }
  await ask({ order: 'forgetCalls' })
  const spent = await script.ask(order, Spent)
  return { ...spent, figures: await figuresOf(ask) }
}

/** The first sync, and for vendors with limits a later run, which knows how long jobs take. */
export interface MeasuredRuns {
  readonly first: MeasuredService
  readonly later: MeasuredService | null
}

export async function measureService(
  chosen: Case,
  database: Database,
  startAt: Date,
): Promise<MeasuredRuns> {
  await using parts = new AsyncDisposableStack()
  const { started, ask } = await startSandbox(vendorsOf(chosen), startAt, parts)
  const profileTo = process.env['PROFILE']
  const env = {
    ...(await startStores(database, parts)),
    ...chosen.settings,
    ...(profileTo && { PROFILE_TO: `${profileTo}-${chosen.name}-${database}.cpuprofile` }),
  }
  const { pid, tell } = await startLinkedService(started, env, parts)
  const measure = async (): Promise<MeasuredService> => {
    await ask({ order: 'forgetCalls' })
    const before = cpuTimes()
    const spent = RunSpent.parse(await tell({ order: 'run' }))
    const after = cpuTimes()
    const secondsOf = (program: string) =>
      ((after.get(program) ?? 0) - (before.get(program) ?? 0)) / 1000
    const servers = {
      database: secondsOf('postgres') + spent.databaseCpuSeconds,
      temporal: secondsOf('temporal'),
    }
    return { ...spent, figures: await figuresOf(ask), servers, peakRssBytes: peakRssBytes(pid) }
  }
  const first = await measure()
  if (!chosen.isLimited) return { first, later: null }
  await ask({ order: 'addPeople', webinars: CHANGED_WEBINARS, people: NEW_PEOPLE })
  return { first, later: await measure() }
}

/** A minute's quota of ON24 is watched by the benchmark, not by the sandbox. */
function vendorsOf({ webinars, callMs, jobMs, isLimited, limits }: Case): Vendors {
  const actOnCallsPerSecond = isLimited ? limits.actOnPerSecond : LIFTED_PER_SECOND
  return { webinars, people: null, callMs, jobMs, actOnCallsPerSecond }
}
