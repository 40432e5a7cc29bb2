/**
 * The benchmark of a full slot: the runs of many accounts begin at one instant, first all of them small, then one in a
 * hundred with many new webinars. Exits with 1 when the median small account is done much later because of the large.
 * `npm run bench:slot`; ACCOUNTS (1000), LARGE_WEBINARS (100) and LARGE_PEOPLE (200 a webinar) make it smaller.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pMap from 'p-map'
import type { Service } from '../src/service.ts'
import type { WorldAccount } from '../sandbox/world/accounts.ts'
import type { World } from '../sandbox/world/world.ts'
import { LIMITS_OF_AN_OPERATOR } from './backfill-world.ts'
import { startServers } from './bench-servers.ts'
import { link, startLinkingService } from './linking-service.ts'
import { startWorkerProcess } from './worker-process.ts'

const ACCOUNTS = Number(process.env['ACCOUNTS'] ?? 1000)
const LARGE_WEBINARS = Number(process.env['LARGE_WEBINARS'] ?? 100)
const LARGE_PEOPLE = Number(process.env['LARGE_PEOPLE'] ?? 200)

const ONE_LARGE_IN = 100
/** Delivered singly. */
const NEW_PEOPLE = 2
const CALL_MS = 50
const LINKED_AT_A_TIME = 8
const TRIGGERED_AT_A_TIME = 50
const MOST_TIMES = 1.5
const LOOK_EVERY_MS = 500
const PATIENCE_MS = 60 * 60_000
const DAY_MS = 24 * 60 * 60_000

async function main(parts: AsyncDisposableStack): Promise<void> {
  const startAt = new Date()
  const webinars = [{ liveStartAt: new Date(startAt.getTime() + DAY_MS), people: NEW_PEOPLE }]
  const specs = Array.from({ length: ACCOUNTS }, () => ({ webinars }))
  const servers = await startServers(specs, startAt, parts)
  const { world, on24, actOn } = servers.sandbox
  on24.knobs.callMs = CALL_MS
  actOn.knobs.callMs = CALL_MS
  const env = { ...servers.env, ...LIMITS_OF_AN_OPERATOR }
  const service = await startLinkingService({ ...servers, env }, parts)
  const worker = await startWorkerProcess({ ...env, CLOCK_AHEAD_MS: '0' })
  parts.defer(() => worker.kill())

  const { accounts } = world
  const linkedAt = new Date()
  await pMap(accounts, (account) => link(service, account), { concurrency: LINKED_AT_A_TIME })
  await endedRuns(service, accounts, linkedAt)
  console.log(`${String(ACCOUNTS)} accounts are linked, and have had their first run`)

  const isLarge = (_: WorldAccount, index: number) => index % ONE_LARGE_IN === 0
  const large = accounts.filter(isLarge)
  const small = accounts.filter((account, index) => !isLarge(account, index))
  const without = await slot(service, world, small)
  show('without large accounts', without)
  for (const { on24ClientId } of large) addWebinars(world, on24ClientId)
  const beside = await slot(service, world, small)
  show(`with ${String(large.length)} large ones`, beside)

  const times = quantile(beside, 0.5) / quantile(without, 0.5)
  console.log(`the median small account takes ${times.toFixed(2)} times as long beside large ones`)
  // Also for NaN: then nothing was measured.
  if (times <= MOST_TIMES) return
  process.exitCode = 1
  console.error(`TOO MUCH  more than ${String(MOST_TIMES)} times`)
}

function addWebinars(world: World, on24ClientId: string): void {
  for (let index = 0; index < LARGE_WEBINARS; index += 1) {
    const liveStartAt = new Date(Date.now() + (2 + (index % 50)) * DAY_MS)
    world.registerMany(world.addWebinar(on24ClientId, { liveStartAt }), LARGE_PEOPLE)
  }
}

/** The seconds from the slot to the end of each small account's run; every account has something new. */
async function slot(
  service: Service,
  world: World,
  small: readonly WorldAccount[],
): Promise<number[]> {
  for (const { on24ClientId } of small) {
    const [webinar] = world.truth(on24ClientId)
    if (webinar !== undefined) world.registerMany(webinar.eventId, NEW_PEOPLE)
  }
  const beganAt = new Date()
  await pMap(world.accounts, ({ on24ClientId }) => service.schedules.trigger(on24ClientId), {
    concurrency: TRIGGERED_AT_A_TIME,
  })
  const ends = await endedRuns(service, small, beganAt)
  return ends.map((end) => (end.getTime() - beganAt.getTime()) / 1000)
}

/** When the first run of each account since then ended. Throws if one did not end as complete. */
async function endedRuns(
  { store }: Service,
  accounts: readonly WorldAccount[],
  since: Date,
): Promise<Date[]> {
  const deadline = performance.now() + PATIENCE_MS
  while (performance.now() < deadline) {
    const runs = await store
      .selectFrom('run')
      .select(['on24ClientId', 'finishedAt', 'outcome'])
      .where('startedAt', '>=', since)
      .where('finishedAt', 'is not', null)
      .orderBy('startedAt', 'desc')
      .execute()
    const bad = runs.find(({ outcome }) => outcome !== 'complete')
    if (bad !== undefined) throw new Error(`A run ended as ${String(bad.outcome)}.`)
    const ends = new Map(runs.map(({ on24ClientId, finishedAt }) => [on24ClientId, finishedAt]))
    const found = accounts.flatMap(({ on24ClientId }) => ends.get(on24ClientId) ?? [])
    if (found.length === accounts.length) return found
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error('The runs did not end.')
}

function show(name: string, seconds: readonly number[]): void {
  const figures = [0.5, 0.95, 1].map((part) => `${quantile(seconds, part).toFixed(1)} s`)
  console.log(`${name}: small accounts done after ${figures.join(', ')} (median, 95 %, last)`)
}

/** NaN without values. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

await using parts = new AsyncDisposableStack()
await main(parts)
