/**
 * The benchmark of a backfill's share: how long the vendor calls of six-hourly runs wait for the limits, with and
 * without a backfill of three years beside them, in turn. Exits with 1 when they wait more than half as long again.
 * `npm run bench:backfill`; BACKFILL_CONTACTS (100000), RECENT_WEBINARS (20) and PAIRS (5) make it smaller.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { registerAccount } from '../src/accounts/register-account.ts'
import { webinarLease } from '../src/store/leases/lease-names.ts'
import { createLogger } from '../src/observability/logger.ts'
import type { RunningService } from '../src/processes/running-service.ts'
import type { World } from '../sandbox/world/world.ts'
import { releaseLease, takeLease } from '../src/store/leases/leases.ts'
import { listRuns } from '../src/store/runs/runs.ts'
import { installTemporalRuntime } from '../src/temporal/runtime.ts'
import { linkByInvitation } from '../test/support/api/link-account.ts'
import { backfillAccount, LIMITS_OF_AN_OPERATOR, yearsBack } from './backfill-world.ts'
import { startServers } from './bench-servers.ts'
import { startBenchService } from './bench-service.ts'
import { judged, type Waits, waitsSoFar, waitsSince } from './pace-waits.ts'

const CONTACTS = Number(process.env['BACKFILL_CONTACTS'] ?? 100_000)
const RECENT_WEBINARS = Number(process.env['RECENT_WEBINARS'] ?? 20)
const PAIRS = Number(process.env['PAIRS'] ?? 5)
const NEW_PEOPLE = 2
const LOOK_EVERY_MS = 200
const PATIENCE_MS = 15 * 60_000

async function main(parts: AsyncDisposableStack): Promise<void> {
  const logger = createLogger()
  logger.level = 'error'
  installTemporalRuntime(logger)
  const startAt = new Date()
  const account = backfillAccount(startAt, CONTACTS, RECENT_WEBINARS)
  const servers = await startServers([account], startAt, parts)
  const { sandbox } = servers
  const env = { ...servers.env, ...LIMITS_OF_AN_OPERATOR }
  const service = await startBenchService({ ...servers, env }, logger, parts)

  const [{ on24ClientId, actOn, ...registration } = missing()] = sandbox.world.accounts
  await registerAccount(service, { ...registration, on24ClientId })
  await linkByInvitation(service, { on24ClientId, ...actOn })
  await nextRun(service, on24ClientId, 0)

  console.log('the first run is done; the backfill lists its range, two to three minutes')
  const range = yearsBack(startAt)
  const { workflowId } = await service.backfills.start(on24ClientId, { ...range, dryRun: false })
  const backfill = service.client.workflow.getHandle(workflowId)
  await until(async () => (await readByBackfill(service, workflowId)) > 0)

  const oldEventIds = sandbox.world
    .truth(on24ClientId)
    .slice(RECENT_WEBINARS)
    .map(({ eventId }) => String(eventId))
  const withBackfill: Waits[] = []
  const without: Waits[] = []
  const measured = async () => {
    const before = await waitsSoFar(service.metrics.registry)
    await runWithNews(service, sandbox.world, on24ClientId)
    return waitsSince(before, await waitsSoFar(service.metrics.registry))
  }
  for (let pair = 1; pair <= PAIRS; pair += 1) {
    withBackfill.push(await measured())
    const { status } = await backfill.describe()
    if (status.name !== 'RUNNING') throw new Error('The backfill ended too soon: give it more.')
    const letGo = await holdWebinars(service, on24ClientId, oldEventIds)
    without.push(await measured())
    await letGo()
    console.log(`pair ${String(pair)} of ${String(PAIRS)} measured`)
  }
  console.log(
    `\nthe backfill has read ${String(await readByBackfill(service, workflowId))} webinars`,
  )

  const { table, exceeded } = judged(without, withBackfill)
  console.log(`\n${table.join('\n')}`)
  for (const one of exceeded) {
    process.exitCode = 1
    console.error(`TOO MUCH  ${one}`)
  }
  await backfill.terminate('The benchmark has ended.')
}

/** One run, with a few new people in every recent webinar. */
async function runWithNews(
  service: RunningService,
  world: World,
  on24ClientId: string,
): Promise<void> {
  const recent = world.truth(on24ClientId).slice(0, RECENT_WEBINARS)
  for (const { eventId } of recent) world.registerMany(eventId, NEW_PEOPLE)
  const ended = await endedRuns(service, on24ClientId)
  await service.schedules.trigger(on24ClientId)
  await nextRun(service, on24ClientId, ended)
}

function nextRun(service: RunningService, on24ClientId: string, ended: number): Promise<void> {
  return until(async () => (await endedRuns(service, on24ClientId)) > ended)
}

async function endedRuns({ store }: RunningService, on24ClientId: string): Promise<number> {
  const runs = await listRuns(store, on24ClientId, 100)
  const ended = runs.filter((run) => run.trigger !== 'backfill' && run.finishedAt !== null)
  const bad = ended.find((run) => run.outcome !== 'complete')
  if (bad !== undefined) throw new Error(`A run ended as ${String(bad.outcome)}.`)
  return ended.length
}

async function readByBackfill({ store }: RunningService, workflowId: string): Promise<number> {
  const rows = await store
    .selectFrom('runWebinar')
    .innerJoin('run', 'run.runKey', 'runWebinar.runKey')
    .select('eventId')
    .where('workflowId', '=', workflowId)
    .where('readState', '=', 'read')
    .execute()
  return rows.length
}

/** Holds the webinars' leases without a call, so that the backfill waits until they are released. */
async function holdWebinars(
  { store }: RunningService,
  on24ClientId: string,
  eventIds: readonly string[],
): Promise<() => Promise<void>> {
  const names = eventIds.map((eventId) => webinarLease(on24ClientId, eventId))
  // All at once: taken one after the other, they would follow the backfill to its end.
  await Promise.all(
    names.map((name) => until(() => takeLease(store, name, 'benchmark', PATIENCE_MS))),
  )
  return async () => {
    for (const name of names) await releaseLease(store, name, 'benchmark')
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('The benchmark waited for too long.')
    await sleep(LOOK_EVERY_MS)
  }
}

function missing(): never {
  throw new Error('The world has no account.')
}

await using parts = new AsyncDisposableStack()
await main(parts)
