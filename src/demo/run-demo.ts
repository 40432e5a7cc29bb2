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
import { progressLine } from './progress-line.ts'

export interface Demo {
  readonly service: RunningService
  readonly sandbox: Sandbox
  readonly say: (line: string) => void
}

const LOOK_EVERY_MS = 1000

/** Resolves when every account's run has ended: true when all ledgers add up and no run failed. */
export async function runDemo(demo: Demo): Promise<boolean> {
  const { service, sandbox, say } = demo
  const accounts = sandbox.world.accounts
  const startedAt = service.now()
  await Promise.all(accounts.map((account) => startRun(demo, account)))
  say('')
  const runs = await Promise.all(accounts.map((account) => watchRun(demo, account, startedAt)))
  say('')
  for (const line of ledgerTable(
    accounts.map(({ name }) => name),
    runs,
  ))
    say(line)
  return runs.every(addsUp)
}

/** The first start links the account, which starts its first run; later ones only ask for a run. */
async function startRun({ service, say }: Demo, account: WorldAccount): Promise<void> {
  const { on24ClientId, name, actOn } = account
  await registerAccount(service, account)
  const { linked_at } = await getAccount(service.store, on24ClientId)
  if (linked_at !== null) {
    say(`  ${name} (ON24 ${on24ClientId}) is linked already: asking for a run`)
    return service.schedules.trigger(on24ClientId)
  }
  say(`  Linking ${name} (ON24 ${on24ClientId}) with Act-On`)
  const { userName, password } = actOn
  const signal = AbortSignal.timeout(120_000)
  await linkAccount(service, service, { on24ClientId, userName, password }, signal)
}

async function watchRun(
  { service, say }: Demo,
  { on24ClientId, name }: WorldAccount,
  since: Date,
): Promise<Run> {
  let shown = ''
  for (;;) {
    const [run] = await listRuns(service.store, on24ClientId, 1)
    const isOurs = run !== undefined && (run.finished_at === null || run.finished_at >= since)
    if (isOurs) {
      const line = await progressLine(service.store, name, run)
      if (line !== shown) say(line)
      shown = line
      if (run.finished_at !== null) return run
    }
    await sleep(LOOK_EVERY_MS)
  }
}
