/**
 * The benchmark of a fleet: the runs of many idle accounts, against as many empty workflows with two activities, both
 * started by Schedules at one instant, and what a controller takes for its first answer after its worker was started
 * again. Exits with 1 when a bound is exceeded. `npm run bench:fleet`; ACCOUNTS (1000) makes it smaller.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { ScheduleOverlapPolicy } from '@temporalio/client'
import pMap from 'p-map'
import { syncScheduleId, WORKFLOW_TYPES } from '../src/contracts/temporal-names.ts'
import type { Service } from '../src/service.ts'
import { startServers } from './bench-servers.ts'
import { firstAnswers, liveThroughADay } from './first-answers.ts'
import { type Fired, fireAtOnce } from './fired-at-once.ts'
import { link, startLinkingService } from './linking-service.ts'
import { startWorkerProcess } from './worker-process.ts'

const ACCOUNTS = Number(process.env['ACCOUNTS'] ?? 1000)
/** Each kind in turn, so that a machine that is busy for a while slows down both. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 2)
const LEAST_RATIO = 0.6
const CONTROLLERS = 5
const LONGEST_ANSWER_MS = 100
const AT_ONCE = { concurrency: 8 }
const LOOK_EVERY_MS = 500
/** For ten seconds Temporal still offers tasks to the worker that was stopped. */
const POLLING_MS = 12_000

async function main(parts: AsyncDisposableStack): Promise<void> {
  const servers = await startServers(
    Array.from({ length: ACCOUNTS }, () => ({})),
    new Date(),
    parts,
  )
  const { sandbox, env } = servers
  const service = await startLinkingService(servers, parts)
  const { client } = service

  const worker = await startWorkerProcess({ ...env, CLOCK_AHEAD_MS: '0' })
  parts.defer(() => worker.kill())
  const { accounts } = sandbox.world
  await pMap(accounts, (account) => link(service, account), AT_ONCE)
  await untilAllHaveRun(service)
  console.log(`${String(ACCOUNTS)} accounts are linked, and have had their first run`)

  const idle: Fired[] = []
  const empty: Fired[] = []
  const own = accounts.map(({ on24ClientId }) => syncScheduleId(on24ClientId))
  const emptyWorker = await startWorkerProcess(env, 'empty')
  parts.defer(() => emptyWorker.kill())
  const others = await createEmptySchedules(client)
  const names = new Map([
    [worker.pid, 'worker'],
    [emptyWorker.pid, 'worker'],
  ])
  for (let round = 0; round < ROUNDS; round += 1) {
    empty.push(await fireAtOnce(client, 'emptyRun', others, names))
    idle.push(await fireAtOnce(client, WORKFLOW_TYPES.accountSync, own, names))
  }
  const ratio = rateOf(idle) / rateOf(empty)
  console.table({ 'empty workflows': figuresOf(empty), 'idle accounts': figuresOf(idle) })
  console.log(`idle accounts run at ${rounded(ratio)} of the rate of empty workflows`)
  if (ratio < LEAST_RATIO) process.exitCode = 1

  const ids = accounts.slice(0, CONTROLLERS).map(({ on24ClientId }) => on24ClientId)
  const events = await liveThroughADay(client, ids.at(-1) ?? '')
  await worker.stop()
  const next = await startWorkerProcess({ ...env, CLOCK_AHEAD_MS: '0' })
  parts.defer(() => next.kill())
  await sleep(POLLING_MS)
  const answers = (await firstAnswers(client, ids)).map(Math.round)
  console.log(
    `first answers of controllers after a restart: ${answers.join(', ')} ms; ` +
      `the last one had ${String(events)} events in its day before`,
  )
  if (Math.max(...answers) > LONGEST_ANSWER_MS) process.exitCode = 1
}

async function untilAllHaveRun({ store }: Pick<Service, 'store'>): Promise<void> {
  const withoutEnd = store
    .selectFrom('account')
    .select('on24ClientId')
    .where('lastSuccessAt', 'is', null)
    .limit(1)
  while ((await withoutEnd.executeTakeFirst()) !== undefined) await sleep(LOOK_EVERY_MS)
}

async function createEmptySchedules(client: Client): Promise<string[]> {
  const ids = Array.from({ length: ACCOUNTS }, (_, index) => `empty/${String(index)}`)
  await pMap(
    ids,
    (scheduleId) =>
      client.schedule.create({
        scheduleId,
        spec: { intervals: [{ every: '1000d' }] },
        action: {
          type: 'startWorkflow',
          workflowType: 'emptyRun',
          workflowId: scheduleId,
          taskQueue: 'empty',
        },
        policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE },
      }),
    AT_ONCE,
  )
  return ids
}

function rateOf(fired: readonly Fired[]): number {
  const sum = (what: (one: Fired) => number) => fired.reduce((all, one) => all + what(one), 0)
  return sum(({ count }) => count) / sum(({ seconds }) => seconds)
}

/** CPU in milliseconds for each workflow, from the instant until all have ended. */
function figuresOf(fired: readonly Fired[]): Record<string, string> {
  const programs = ['worker', 'temporal', 'postgres', 'sandbox']
  const started = fired.reduce((all, { count }) => all + count, 0)
  const cpu = programs.map((program) => {
    const ms = fired.reduce((all, { cpuMs }) => all + (cpuMs.get(program) ?? 0), 0)
    return [`${program} ms`, rounded(ms / started)] as const
  })
  return {
    '95 %, all': fired
      .map((one) => `${one.seconds.toFixed(1)}, ${one.lastSeconds.toFixed(1)} s`)
      .join('; '),
    'a second': rounded(rateOf(fired)),
    ...Object.fromEntries(cpu),
  }
}

const rounded = (value: number) => value.toFixed(2)

await using parts = new AsyncDisposableStack()
await main(parts)
