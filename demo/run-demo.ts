/** The demo: links the sandbox's accounts, runs a sync of each, and prints its progress and result. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningService } from '../src/processes/running-service.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { WorldAccount } from '../sandbox/world/accounts.ts'
import { findLinkedAccount } from '../src/store/accounts/accounts.ts'
import { listRuns, type Run } from '../src/store/runs/runs.ts'
import { addsUp, ledgerTable } from './ledger-table.ts'
import { type DemoWeb, inviteByApi, linkByPage, registerByApi } from './link-by-page.ts'
import { runProgress } from './run-progress.ts'

export interface Demo {
  readonly service: RunningService
  readonly sandbox: Sandbox
  readonly web: DemoWeb
  readonly say: (line: string) => void
}

export interface DemoEnd {
  /** All ledgers add up and no run failed. */
  readonly good: boolean
  /** The world's last account, which the user can link; null once it is linked. */
  readonly unlinked: WorldAccount | null
}

const POLL_EVERY_MS = 1000
const PRINT_EVERY_MS = 5000
/** Wide enough for the longest progress text, so that the columns stay aligned. */
const COLUMN_WIDTH = '22/22 webinars, 1000 written'.length

/** Resolves when the run of every linked account has ended. */
export async function runDemo(demo: Demo): Promise<DemoEnd> {
  const { service, sandbox, say } = demo
  const last = sandbox.world.accounts.at(-1) ?? null
  const unlinked = last !== null && (await isLinked(service, last)) ? null : last
  const accounts = sandbox.world.accounts.filter((account) => account !== unlinked)
  const startedAt = service.now()
  for (const account of accounts) await startRun(demo, account)
  const runs = await watchRuns(demo, accounts, startedAt)
  say('')
  say('The result of every registration:')
  say('')
  const names = accounts.map(({ name }) => name)
  for (const line of ledgerTable(names, runs)) say(line)
  const good = runs.every(addsUp)
  say('')
  say(
    good
      ? 'Every ledger adds up.'
      : 'A run failed, or its ledger does not add up: see the Temporal UI for the reason.',
  )
  return { good, unlinked }
}

/** Registers an account for linking by hand, and returns its invitation. */
export async function inviteToTry({ web }: Demo, account: WorldAccount): Promise<string> {
  await registerByApi(web, account)
  return inviteByApi(web, account.on24ClientId)
}

/** The first start links the account, which starts its first run; later starts only trigger a run. */
async function startRun({ service, web, say }: Demo, account: WorldAccount): Promise<void> {
  const { on24ClientId, name, actOn } = account
  if (await isLinked(service, account)) {
    say(`Syncing ${name}, which is already linked`)
    return service.schedules.trigger(on24ClientId)
  }
  say(`Linking ${name}: ON24 client ${on24ClientId} with Act-On account ${actOn.accountId}`)
  await registerByApi(web, account)
  await linkByPage(web, await inviteByApi(web, on24ClientId), actOn)
}

async function isLinked({ store }: RunningService, { on24ClientId }: WorldAccount) {
  return (await findLinkedAccount(store, on24ClientId)) !== undefined
}

/** Prints a line every few seconds, with one column per account, until all runs have ended. */
async function watchRuns(
  { service, say }: Demo,
  accounts: readonly WorldAccount[],
  since: Date,
): Promise<Run[]> {
  const line = (first: string, cells: readonly string[]) =>
    `${first.padStart(6)}   ${cells.map((cell) => cell.padEnd(COLUMN_WIDTH)).join('   ')}`.trimEnd()
  say('')
  say(
    line(
      '',
      accounts.map(({ name }) => name),
    ),
  )
  let printedAt = Number.NEGATIVE_INFINITY
  for (;;) {
    await sleep(POLL_EVERY_MS)
    const runs = await Promise.all(
      accounts.map(({ on24ClientId }) => latestRun(service, on24ClientId, since)),
    )
    const begun = runs.filter((run) => run !== undefined)
    const ended = begun.filter((run) => run.finishedAt !== null)
    const isOver = ended.length === accounts.length
    if (!isOver && performance.now() - printedAt < PRINT_EVERY_MS) continue
    printedAt = performance.now()
    const seconds = Math.round((service.now().getTime() - since.getTime()) / 1000)
    const cells = await Promise.all(
      runs.map(async (run) => (run === undefined ? 'waiting' : runProgress(service.store, run))),
    )
    say(line(`${String(seconds)} s`, cells))
    if (isOver) return ended
  }
}

/** The run started by this demo, or one left unfinished by an earlier start. */
async function latestRun({ store }: RunningService, on24ClientId: string, since: Date) {
  const [run] = await listRuns(store, on24ClientId, 1)
  const isOurs = run !== undefined && (run.finishedAt === null || run.finishedAt >= since)
  return isOurs ? run : undefined
}
