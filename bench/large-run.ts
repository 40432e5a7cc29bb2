/**
 * The benchmark: 200 webinars with 100,000 contacts in one run, the same again, an idle run, and one webinar
 * with 20,000 contacts. Prints what each costs; exits with 1 when a bound is exceeded. `npm run bench`.
 */
import { Client } from '@temporalio/client'
import { openStore } from '../src/store/database.ts'
import { connectClient } from '../src/temporal/connection.ts'
import { PAYLOAD_CONVERTER } from '../src/temporal/workflow-bundle.ts'
import { NAMESPACE, startServers } from './bench-servers.ts'
import { DAYS_UNTIL_QUIET } from './bench-world.ts'
import { exceededBounds, figuresOf } from './figures.ts'
import { linkAccounts } from './link-accounts.ts'
import { measureRun } from './measured-run.ts'

const MINUTE_MS = 60_000
const SLOT_MS = 6 * 60 * MINUTE_MS
const DAY_MS = 4 * SLOT_MS

/** In the past of real time, because a Schedule is only asked for slots that have been. */
const FIRST_SLOT_MS = Math.floor(Date.now() / SLOT_MS) * SLOT_MS - 2 * DAYS_UNTIL_QUIET * DAY_MS

async function main(parts: AsyncDisposableStack): Promise<void> {
  const startAt = new Date(FIRST_SLOT_MS + MINUTE_MS)
  const { sandbox, databaseUrl, temporalAddress, env } = await startServers(startAt, parts)
  const store = await openStore({ databaseUrl })
  parts.defer(() => store.destroy())
  const connection = await connectClient({
    connection: { address: temporalAddress },
    namespace: NAMESPACE,
  })
  parts.defer(() => connection.close())
  const client = new Client({
    connection,
    namespace: NAMESPACE,
    dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
  })
  await linkAccounts({ client, store }, env, sandbox)

  const measure = async (name: string, account: number, slots: number) => {
    const { on24ClientId = '' } = sandbox.world.accounts[account] ?? {}
    const slot = new Date(FIRST_SLOT_MS + slots * SLOT_MS)
    const aheadMs = sandbox.clock.now().getTime() - Date.now()
    const workerEnv = { ...env, CLOCK_AHEAD_MS: String(aheadMs) }
    const measured = await measureRun({ client, store }, workerEnv, { name, on24ClientId, slot })
    console.log(`\n${figuresOf(measured).join('\n')}`)
    for (const exceeded of exceededBounds(measured)) {
      process.exitCode = 1
      console.error(`TOO MUCH  ${exceeded}`)
    }
  }

  await measure('First run: 200 webinars with 100,000 contacts', 0, 0)
  await measure('The same again: every webinar is still open', 0, 1)
  await measure('First run: one webinar with 20,000 contacts', 1, 0)
  await measure('The same again: one webinar with 20,000 contacts', 1, 1)

  const quietSlots = (DAYS_UNTIL_QUIET * DAY_MS) / SLOT_MS
  sandbox.clock.advance(DAYS_UNTIL_QUIET * DAY_MS)
  await measure(`${String(DAYS_UNTIL_QUIET)} days later: recordings were watched`, 0, quietSlots)
  sandbox.clock.advance(SLOT_MS)
  await measure('Idle: every webinar is settled', 0, quietSlots + 1)
}

await using parts = new AsyncDisposableStack()
await main(parts)
