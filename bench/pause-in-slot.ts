/**
 * The benchmark of a pause in a full slot: many Schedules start runs at one instant, and one account, whose run is at
 * work, is paused meanwhile. Exits with 1 when it takes longer than 15 seconds until nothing more is done for it.
 * `npm run bench:pause`; ACCOUNTS (300) makes it smaller.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { registerAccount } from '../src/accounts/register-account.ts'
import { createLogger } from '../src/observability/logger.ts'
import { requestOperation } from '../src/operating/request-operation.ts'
import type { RunningService } from '../src/processes/running-service.ts'
import { listRuns } from '../src/store/runs/runs.ts'
import { installTemporalRuntime } from '../src/temporal/runtime.ts'
import { linkByInvitation } from '../test/support/api/link-account.ts'
import { startServers } from './bench-servers.ts'
import { startBenchService } from './bench-service.ts'

const ACCOUNTS = Number(process.env['ACCOUNTS'] ?? 300)
const PEOPLE = 20
const SLOW_MS = 5_000
const PAUSE_AFTER_MS = 1_000
const LONGEST_STOP_MS = 15_000
const LOOK_EVERY_MS = 50

async function main(parts: AsyncDisposableStack): Promise<void> {
  const logger = createLogger()
  logger.level = 'error'
  installTemporalRuntime(logger)
  const startAt = new Date()
  const accounts = Array.from({ length: ACCOUNTS }, () => ({}))
  const servers = await startServers(accounts, startAt, parts)
  const { sandbox } = servers
  const service = await startBenchService(servers, logger, parts)

  const ids = sandbox.world.accounts.map(({ on24ClientId }) => on24ClientId)
  for (const account of sandbox.world.accounts) {
    await registerAccount(service, account)
    await linkByInvitation(service, {
      on24ClientId: account.on24ClientId,
      ...account.actOn,
    })
  }
  for (const id of ids) await ended(service, id, 1)
  console.log(`${String(ACCOUNTS)} accounts are linked, and have had their first run`)

  const [on24ClientId = ''] = ids
  const liveStartAt = new Date(sandbox.clock.now().getTime() + 24 * 3_600_000)
  sandbox.world.registerMany(sandbox.world.addWebinar(on24ClientId, { liveStartAt }), PEOPLE)
  const effect = { delayMs: SLOW_MS }
  sandbox.faults.add({ vendor: 'on24', account: on24ClientId, times: Infinity, effect })
  await service.schedules.trigger(on24ClientId)
  const slot = Promise.all(ids.slice(1).map((id) => service.schedules.trigger(id)))
  await sleep(PAUSE_AFTER_MS)

  const askedAt = performance.now()
  const since = () => Math.round(performance.now() - askedAt)
  const by = { actor: 'operator:bench', address: null }
  await requestOperation(service, on24ClientId, { signal: 'pause', reason: null }, by)
  const answeredMs = since()
  const [run] = await ended(service, on24ClientId, 2)
  const stoppedMs = since()
  while ((await service.schedules.readPause(on24ClientId)) === null) await sleep(LOOK_EVERY_MS)
  const flagMs = since()
  await slot
  for (const id of ids.slice(1)) await ended(service, id, 2)
  console.log(
    `answered after ${String(answeredMs)} ms; its run ended ${String(run?.outcome)} after ${String(stoppedMs)} ms; ` +
      `the Schedule's flag was set after ${String(flagMs)} ms; all other runs had ended after ${String(since())} ms`,
  )
  if (run?.outcome !== 'paused' || stoppedMs > LONGEST_STOP_MS) process.exitCode = 1
}

/** The latest runs, once `count` have ended. */
async function ended({ store }: RunningService, on24ClientId: string, count: number) {
  for (;;) {
    const runs = await listRuns(store, on24ClientId, 10)
    if (runs.filter(({ finishedAt }) => finishedAt !== null).length >= count) return runs
    await sleep(LOOK_EVERY_MS)
  }
}

await using parts = new AsyncDisposableStack()
await main(parts)
