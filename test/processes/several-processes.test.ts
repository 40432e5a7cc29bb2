/** Separate web server and worker processes do what the single process does, and end without losing work. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Client, Connection } from '@temporalio/client'
import { describe, type ExpectStatic, expect, inject, test, type TestContext } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { freePort } from '../../src/embedded/free-port.ts'
import { checkEndToEnd, endToEndWorld } from '../support/accounts/end-to-end.ts'
import { portOf } from '../support/servers/port-of.ts'
import { emptyDatabase } from '../support/servers/postgres.ts'
import { type SeparateProcess, startSeparately } from '../support/processes/separate-process.ts'
import { APPLICATION, newNamespace, testEnvironment } from '../support/fixtures/service-fixture.ts'

interface Stage {
  readonly sandbox: Sandbox
  /** A client for the stage's namespace. */
  readonly client: Client
  readonly env: Readonly<Record<string, string>>
  /** Starts a program, which is killed at the end of the test if it is still running. */
  start(...program: string[]): Promise<SeparateProcess>
}

/** An empty database and an unprepared namespace, as in a new installation. */
async function setStage(context: TestContext): Promise<Stage> {
  const databaseUrl = await emptyDatabase(context)
  const sandbox = await startSandbox({
    world: endToEndWorld(),
    actOn: { applications: [APPLICATION], knobs: { callsPerSecond: 1000, jobMinMs: 50 } },
  })
  context.onTestFinished(() => sandbox.close())
  const namespace = await newNamespace()
  const connection = await Connection.connect({ address: inject('temporalAddress') })
  context.onTestFinished(() => connection.close())
  const env = {
    ...testEnvironment(sandbox),
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: namespace,
  }
  return {
    sandbox,
    client: new Client({ connection, namespace }),
    env,
    async start(...program) {
      const started = await startSeparately(program, env)
      context.onTestFinished(() => started.kill())
      return started
    },
  }
}

async function status(url: string): Promise<unknown> {
  const response = await fetch(url)
  return { status: response.status, body: await response.json() }
}

describe.concurrent('an account from registration to backfill', { timeout: 240_000 }, () => {
  test('works with one process', async (context) => {
    const { expect } = context
    const { sandbox, client, start } = await setStage(context)
    const whole = await start('src/start.ts')
    await whole.untilReady()
    await checkEndToEnd({ expect, sandbox, client, webUrl: whole.url })
    expect(await whole.terminate()).toBe(0)
  })

  test('works with a web server and two workers that start at once, one of which ends in the middle', async (context) => {
    const { expect } = context
    const { sandbox, client, start } = await setStage(context)
    const [web, ...workers] = await Promise.all([
      start('src/web.ts'),
      start('src/worker.ts'),
      start('src/worker.ts'),
    ])
    await Promise.all([web, ...workers].map((one) => one.untilReady()))
    expect(await status(`${web.url}/readyz`)).toEqual({
      status: 200,
      body: { store: 'ready', temporal: 'ready' },
    })
    for (const { url } of workers) {
      expect(await status(`${url}/readyz`)).toEqual({
        status: 200,
        body: { store: 'ready', temporal: 'ready', workers: 'ready', controllers: 'ready' },
      })
      expect((await fetch(`${url}/api/v1/accounts`)).status).toBe(404)
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('on24_act_on_runs_total')
    }

    // ON24 leaves one of these calls unanswered: the worker that made it is terminated in the middle of its read.
    sandbox.faults.add({
      vendor: 'on24',
      endpoint: /^event(Registrants|Attendees)$/,
      skip: 1,
      effect: { delayMs: 120_000 },
    })
    const endedPids: number[] = []
    await checkEndToEnd({
      expect,
      sandbox,
      client,
      webUrl: web.url,
      async whileSyncing() {
        const reader = await pidOfReader(client, expect)
        const worker = workers.find(({ pid }) => pid === reader) ?? expect.fail('of no worker')
        expect(await worker.terminate()).toBe(0)
        endedPids.push(worker.pid)
      },
    })
    const left = workers.filter(({ pid }) => !endedPids.includes(pid))
    expect(left).toHaveLength(1)
    for (const one of [...left, web]) expect(await one.terminate()).toBe(0)
  })
})

/** The process id of the worker that reads webinars: a worker's identity begins with it. */
async function pidOfReader(client: Client, expect: ExpectStatic): Promise<number> {
  const identity = async () => {
    for await (const { workflowId, status } of client.workflow.list()) {
      if (status.name !== 'RUNNING') continue
      const { raw } = await client.workflow.getHandle(workflowId).describe()
      const reading = raw.pendingActivities?.find(
        (one) => one.activityType?.name === 'readWebinars',
      )
      if (reading?.lastWorkerIdentity) return reading.lastWorkerIdentity
    }
    return null
  }
  await expect.poll(identity, { timeout: 30_000, interval: 100 }).not.toBeNull()
  return Number.parseInt((await identity()) ?? '', 10)
}

describe.concurrent('a process of several', () => {
  test.each(['src/worker.ts', 'src/web.ts'])(
    '%s does not start without a database and a Temporal server that all share',
    async (program) => {
      const refused = await startSeparately([program], {
        ENCRYPTION_KEYS: `test:${Buffer.from('a-key-of-32-bytes-for-tests-only').toString('base64')}`,
      })
      expect(await refused.exitCode).toBe(1)
      expect(refused.output()).toContain('DATABASE_URL is missing')
      expect(refused.output()).toContain('TEMPORAL_ADDRESS is missing')
      expect(refused.output()).not.toContain('ENCRYPTION_KEYS')
    },
  )

  test('ends with a message about DATABASE_URL when the database does not answer', async (context) => {
    const { env } = await setStage(context)
    const port = String(await freePort())
    const DATABASE_URL = `postgres://somebody:Zq7canary-of-database@127.0.0.1:${port}/none`
    const refused = await startSeparately(['src/web.ts'], { ...env, DATABASE_URL })
    context.expect(await refused.exitCode).toBe(1)
    context.expect(refused.output()).toContain('check DATABASE_URL')
    context.expect(refused.output()).not.toContain('canary')
  })

  test('starts as a web server while Temporal does not answer, and reports that without delay', async (context) => {
    const { expect } = context
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    context.onTestFinished(() => {
      silent.close()
    })
    const { env } = await setStage(context)
    const address = `127.0.0.1:${String(portOf(silent))}`
    const web = await startSeparately(['src/web.ts'], { ...env, TEMPORAL_ADDRESS: address })
    context.onTestFinished(() => web.kill())
    await expect.poll(() => web.output(), { timeout: 60_000 }).toContain('Serving on')
    const askedAt = performance.now()
    expect(await status(`${web.url}/readyz`)).toEqual({
      status: 503,
      body: { store: 'ready', temporal: 'not ready' },
    })
    expect(performance.now() - askedAt).toBeLessThan(5_000)
    expect((await fetch(`${web.url}/healthz`)).status).toBe(200)
    expect(await web.terminate()).toBe(0)
  })
})
