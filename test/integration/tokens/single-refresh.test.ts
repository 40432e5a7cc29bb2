import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { NativeConnection, Worker } from '@temporalio/worker'
import { expect, inject, onTestFinished, test } from 'vitest'
import { parseConfig } from '../../../src/config/config.ts'
import { runLease } from '../../../src/store/leases/lease-names.ts'
import { createMetrics } from '../../../src/observability/metrics.ts'
import { runService } from '../../../src/processes/running-service.ts'
import type { Service } from '../../../src/service.ts'
import { openStore } from '../../../src/store/database.ts'
import { takeLease } from '../../../src/store/leases/leases.ts'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { PAYLOAD_CONVERTER } from '../../../src/temporal/workflow-bundle.ts'
import { testLogger } from '../../support/servers/log-sink.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'
import type { probeStorm } from '../../support/temporal/probe-storm.ts'
import {
  type ServiceFixture,
  startServiceFixture,
  testEnvironment,
} from '../../support/fixtures/service-fixture.ts'

const ACTIVITIES = 200
const HOUR_MS = 60 * 60_000

/** Starts another service, with its own workers and token keeper, on the same store, namespace and vendors. */
async function startAnother({ sandbox, namespace }: ServiceFixture, databaseUrl: string) {
  const store = await openStore({ databaseUrl })
  onTestFinished(() => store.destroy())
  const service = await runService({
    config: parseConfig(testEnvironment(sandbox), { mode: 'start' }),
    store,
    metrics: createMetrics(),
    logger: testLogger(),
    workflowBundle: { codePath: inject('workflowBundlePath') },
    now: () => sandbox.clock.now(),
    temporal: { connection: { address: inject('temporalAddress') }, namespace },
  })
  onTestFinished(() => service.close())
  return service
}

/** The number of successful `account` calls that a service made to Act-On. */
async function answersOf({ metrics }: Service): Promise<number> {
  const text = await metrics.registry.getSingleMetricAsString('on24_act_on_vendor_calls_total')
  const line = text.split('\n').find((one) => /endpoint="account",result="200"/.test(one))
  return Number(line?.split(' ').at(-1) ?? 0)
}

/** Runs the workflow `probeStorm` on a worker of its own. */
async function startStorms({ client, namespace }: ServiceFixture) {
  const taskQueue = `storm-${randomUUID()}`
  const connection = await NativeConnection.connect({ address: inject('temporalAddress') })
  onTestFinished(() => connection.close())
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowsPath: fileURLToPath(new URL('../../support/temporal/probe-storm.ts', import.meta.url)),
    dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
  })
  const ended = worker.run()
  onTestFinished(() => {
    worker.shutdown()
    return ended
  })
  return (on24ClientId: string) =>
    client.workflow.execute<typeof probeStorm>('probeStorm', {
      taskQueue,
      workflowId: randomUUID(),
      args: [on24ClientId, ACTIVITIES],
    })
}

test('200 activities of one account in three services over an expired token cause exactly one refresh', async (context) => {
  const databaseUrl = await emptyDatabase(context)
  const first = await startServiceFixture({
    world: { preset: 'empty' },
    store: { databaseUrl },
  })
  const services = [
    first,
    await startAnother(first, databaseUrl),
    await startAnother(first, databaseUrl),
  ]
  const storm = await startStorms(first)
  const { sandbox, store } = first
  const { on24ClientId, actOn } = sandbox.world.accounts[0] ?? expect.fail('no account')
  await first.link(on24ClientId)
  const runs = () => listRuns(store, on24ClientId, 1)
  await expect.poll(runs, { timeout: 60_000 }).toMatchObject([{ outcome: 'complete' }])
  // Blocks the runs that the probes start: a run would end the wait for quota, and then no probe would need a token.
  const block = () => takeLease(store, runLease(on24ClientId), 'the test', 10 * 60_000)
  await expect.poll(block).toBe(true)

  const stormOver = async (endToken: () => void) => {
    await store
      .updateTable('account')
      .set({ quotaSince: sandbox.clock.now(), quotaBlocked: true })
      .where('on24ClientId', '=', on24ClientId)
      .execute()
    const made = sandbox.actOn.authAttempts().length
    const before = await Promise.all(services.map(answersOf))
    endToken()
    expect(await storm(on24ClientId)).toEqual(Array<boolean>(ACTIVITIES).fill(true))
    const after = await Promise.all(services.map(answersOf))
    const answers = after.map((count, index) => count - (before[index] ?? 0))
    expect(answers.reduce((sum, count) => sum + count)).toBe(ACTIVITIES)
    // Temporal gives a service as many activities as it asks for, which may be few on a busy machine.
    expect(answers.filter((count) => count > 0).length).toBeGreaterThan(1)
    return sandbox.actOn.authAttempts().slice(made)
  }
  const oneRefresh = [{ userName: actOn.userName, grantType: 'refresh_token', outcome: 'granted' }]
  expect(await stormOver(() => sandbox.clock.advance(2 * HOUR_MS))).toMatchObject(oneRefresh)
  const endAtActOn = () => {
    sandbox.actOn.user.expireAccessTokens(actOn.accountId)
  }
  expect(await stormOver(endAtActOn)).toMatchObject(oneRefresh)
})
