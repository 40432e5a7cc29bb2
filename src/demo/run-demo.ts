/** The demo: links the sandbox's accounts, runs a sync of each, and shows how it goes and what came of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { linkAccount } from '../accounts/link-account.ts'
import { registerAccount } from '../accounts/register-account.ts'
import type { RunningService } from '../running-service.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { WorldAccount } from '../sandbox/world/accounts.ts'
import { getAccount } from '../store/accounts.ts'
import { listRuns, type Run } from '../store/runs.ts'
import { addsUp, ledgerTable } from './ledger-table.ts'
import { runProgress } from './run-progress.ts'

export interface Demo {
  readonly service: RunningService
  readonly sandbox: Sandbox
  readonly say: (line: string) => void
}

const LOOK_EVERY_MS = 1000
const TELL_EVERY_MS = 5000
/** Wide enough for the longest progress, so that the columns stand still. */
const COLUMN_WIDTH = '22/22 webinars, 1000 written'.length

/** Resolves when every account's run has ended: true when all ledgers add up and no run failed. */
export async function runDemo(demo: Demo): Promise<boolean> {
  const { service, sandbox, say } = demo
  const accounts = sandbox.world.accounts
  const startedAt = service.now()
  await Promise.all(accounts.map((account) => startRun(demo, account)))
  const runs = await watchRuns(demo, startedAt)
  say('')
  say('What became of every registration:')
  say('')
  const names = accounts.map(({ name }) => name)
  for (const line of ledgerTable(names, runs)) say(line)
  const good = runs.every(addsUp)
  say('')
  say(
    good
      ? 'Every ledger adds up.'
      : 'A run failed, or its ledger does not add up: the Temporal UI has the reason.',
  )
  return good
}

/** The first start links the account, which starts its first run; later ones only ask for a run. */
async function startRun({ service, say }: Demo, account: WorldAccount): Promise<void> {
  const { on24ClientId, name, actOn } = account
  await registerAccount(service, account)
  const { linked_at } = await getAccount(service.store, on24ClientId)
  if (linked_at !== null) {
    say(`Syncing ${name}, linked by an earlier start`)
    return service.schedules.trigger(on24ClientId)
  }
  say(`Linking ${name}: ON24 client ${on24ClientId} with Act-On account ${actOn.accountId}`)
  const { userName, password } = actOn
  const signal = AbortSignal.timeout(120_000)
  await linkAccount(service, service, { on24ClientId, userName, password }, signal)
}

/** A line now and then, with one column an account, until all runs have ended. */
async function watchRuns({ service, sandbox, say }: Demo, since: Date): Promise<Run[]> {
  const accounts = sandbox.world.accounts
  const line = (first: string, cells: readonly string[]) =>
    `${first.padStart(6)}   ${cells.map((cell) => cell.padEnd(COLUMN_WIDTH)).join('   ')}`.trimEnd()
  say('')
  say(
    line(
      '',
      accounts.map(({ name }) => name),
    ),
  )
  let toldAt = 0
  for (;;) {
    await sleep(LOOK_EVERY_MS)
    const runs = await Promise.all(
      accounts.map(({ on24ClientId }) => latestRun(service, on24ClientId, since)),
    )
    const begun = runs.filter((run) => run !== undefined)
    const ended = begun.filter((run) => run.finished_at !== null)
    const isOver = ended.length === accounts.length
    if (!isOver && Date.now() - toldAt < TELL_EVERY_MS) continue
    toldAt = Date.now()
    const seconds = Math.round((service.now().getTime() - since.getTime()) / 1000)
    const cells = await Promise.all(
      runs.map(async (run) => (run === undefined ? 'waiting' : runProgress(service.store, run))),
    )
    say(line(`${String(seconds)} s`, cells))
    if (isOver) return ended
  }
}

/** The run that was started now, or that an earlier start left unfinished. */
async function latestRun({ store }: RunningService, on24ClientId: string, since: Date) {
  const [run] = await listRuns(store, on24ClientId, 1)
  const isOurs = run !== undefined && (run.finished_at === null || run.finished_at >= since)
  return isOurs ? run : undefined
}
