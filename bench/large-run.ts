/**
 * The benchmark: runs with 200 webinars and 100,000 contacts, new, nearly unchanged and settled, and with one
 * webinar of 20,000. Prints what each costs; exits with 1 when a bound is exceeded. `npm run bench`.
 */
import type { WorldAccount } from '../sandbox/world/accounts.ts'
import { startServers } from './bench-servers.ts'
import { benchAccounts, DAYS_UNTIL_QUIET } from './bench-world.ts'
import { exceededBounds, figuresOf } from './figures.ts'
import { linkOneAccount } from './link-one-account.ts'
import { startLinkingService } from './linking-service.ts'
import { measureRun } from './measured-run.ts'

const MINUTE_MS = 60_000
const SLOT_MS = 6 * 60 * MINUTE_MS
const DAY_MS = 4 * SLOT_MS

/** In the past of real time, because a Schedule can only be backfilled with past slots. */
const FIRST_SLOT_MS = Math.floor(Date.now() / SLOT_MS) * SLOT_MS - 2 * DAYS_UNTIL_QUIET * DAY_MS

async function main(parts: AsyncDisposableStack): Promise<void> {
  const startAt = new Date(FIRST_SLOT_MS + MINUTE_MS)
  const accounts = benchAccounts(startAt)
  const servers = await startServers(accounts, startAt, parts)
  const { sandbox, env } = servers
  const service = await startLinkingService(servers, parts)

  let slot = new Date(FIRST_SLOT_MS)
  const letPass = (ms: number) => {
    sandbox.clock.advance(ms)
    slot = new Date(slot.getTime() + ms)
  }
  const measure = async (name: string, { on24ClientId }: WorldAccount, at: Date | null = slot) => {
    const aheadMs = sandbox.clock.now().getTime() - Date.now()
    const workerEnv = { ...env, CLOCK_AHEAD_MS: String(aheadMs) }
    const wanted = { name, on24ClientId, slot: at }
    const measured = await measureRun(service, workerEnv, wanted)
    console.log(`\n${figuresOf(measured).join('\n')}`)
    for (const exceeded of exceededBounds(measured)) {
      process.exitCode = 1
      console.error(`TOO MUCH  ${exceeded}`)
    }
  }

  const measureFirst = async (name: string, account: WorldAccount) => {
    await linkOneAccount(service, account)
    await measure(name, account, null)
  }

  const [many, large] = sandbox.world.accounts
  if (many === undefined || large === undefined) throw new Error('The world has too few accounts.')
  await measureFirst('First run, 200 webinars', many)
  await measureFirst('First run, one large webinar', large)
  letPass(SLOT_MS)
  await measure('Second run, 200 webinars: scores have come', many)
  await measure('Second run, one large webinar: scores have come', large)
  letPass(SLOT_MS)
  await measure('Third run, 200 webinars: all still open, little has changed', many)
  letPass(DAYS_UNTIL_QUIET * DAY_MS)
  await measure(`Run after ${String(DAYS_UNTIL_QUIET)} days in which recordings were watched`, many)
  letPass(SLOT_MS)
  await measure('Idle run, every webinar settled', many)
}

await using parts = new AsyncDisposableStack()
await main(parts)
