/**
 * This release takes over a store and a Temporal namespace that an earlier one has filled, with a run, a merge job and
 * a backfill under way, a controller and rows that wait. Act-On gets everything once. Runs with `npm run test:upgrade`,
 * which needs the history of this checkout; UPGRADE_FROM names another commit than the latest version's.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { expect, inject, test } from 'vitest'
import { startSandbox } from '../../sandbox/sandbox.ts'
import type { AccountStatus } from '../../src/contracts/operations.ts'
import { backfillId, controllerId } from '../../src/contracts/temporal-names.ts'
import { differences } from '../support/expectation/differences.ts'
import { ExpectedAccount } from '../support/expectation/expected-account.ts'
import { servedTruth } from '../support/expectation/served-truth.ts'
import { latestVersion, unpackRelease } from '../support/processes/earlier-release.ts'
import {
  type KillableService,
  startKillableService,
} from '../support/processes/killable-service.ts'
import { emptyDatabase } from '../support/servers/postgres.ts'
import {
  APPLICATION,
  freshNamespace,
  testEnvironment,
} from '../support/fixtures/service-fixture.ts'

const WANTED = process.env['UPGRADE'] === '1'
const HOUR_MS = 3_600_000
const PEOPLE = 60
const LATER_PEOPLE = 20
const SOON = { timeout: 90_000, interval: 200 }

test.skipIf(!WANTED)(
  'a store and a namespace of an earlier release, with work under way, are taken over',
  { timeout: 400_000 },
  async (context) => {
    const release = unpackRelease(process.env['UPGRADE_FROM'] ?? latestVersion())
    context.onTestFinished(() => {
      release.remove()
    })
    const now = new Date()
    const ago = (hours: number) => new Date(now.getTime() - hours * HOUR_MS)
    const sandbox = await startSandbox({
      world: {
        accounts: [
          {
            webinars: [
              { title: 'Three years ago', liveStartAt: ago(3 * 365 * 24), people: PEOPLE },
              { title: 'Uploaded', liveStartAt: ago(3), people: PEOPLE },
              { title: 'Waiting', liveStartAt: ago(2), people: PEOPLE },
            ],
          },
        ],
      },
      actOn: { applications: [APPLICATION], knobs: { callsPerSecond: 1000, jobMinMs: 50 } },
    })
    context.onTestFinished(() => sandbox.close())
    const account = sandbox.world.accounts[0] ?? expect.fail('no account')
    const { on24ClientId, actOn, name, region, accessTokenKey, accessTokenSecret } = account
    const expected = new ExpectedAccount(actOn.timeZone)
    const namespace = await freshNamespace()
    const env = {
      ...testEnvironment(sandbox),
      DATABASE_URL: await emptyDatabase(context),
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: namespace,
      CLOCK_AHEAD_MS: '0',
    }
    const connection = await Connection.connect({ address: inject('temporalAddress') })
    context.onTestFinished(() => connection.close())
    const client = new Client({ connection, namespace })
    const runsOf = async (service: KillableService) =>
      (await service.give({ do: 'look', on24ClientId }))?.runs ?? []
    const untilIdle = async (service: KillableService) => {
      await expect
        .poll(async () => {
          const seen = await service.give({ do: 'look', on24ClientId })
          return seen?.running === 0 && seen.runs.every(({ outcome }) => outcome !== null)
        }, SOON)
        .toBe(true)
    }

    const earlier = await startKillableService(
      { ...env, WORKFLOW_BUNDLE: release.bundlePath },
      { folder: release.folder },
    )
    context.onTestFinished(() => {
      earlier.kill()
    })
    const registration = { on24ClientId, name, region, accessTokenKey, accessTokenSecret }
    const { userName, password } = actOn
    await earlier.give({ do: 'link', registration, userName, password })
    await expect.poll(async () => (await runsOf(earlier)).length, SOON).toBeGreaterThan(0)
    await untilIdle(earlier)
    expected.observe(servedTruth(sandbox, on24ClientId))

    // Uploads stay open from now on, and the rows of one list are refused for a while.
    const [, uploaded = 0, waiting = 0] = sandbox.world
      .webinarsUnder(on24ClientId)
      .map(({ eventId }) => eventId)
    const listOf = (eventId: number) =>
      sandbox.actOn
        .lists(actOn.accountId)
        .find(({ name: listName }) => listName.endsWith(`(${String(eventId)})`))?.listId ?? ''
    sandbox.actOn.knobs.jobMinMs = 600_000
    const refused = sandbox.faults.add({
      vendor: 'actOn',
      path: new RegExp(`/list/${listOf(waiting)}(/|$)`),
      times: Infinity,
      effect: { answer: { status: 503 } },
    })
    for (const eventId of [uploaded, waiting]) sandbox.world.registerMany(eventId, LATER_PEOPLE)
    const runsBefore = (await runsOf(earlier)).length
    const merges = () => sandbox.ledger.count({ vendor: 'actOn', endpoint: /merge/i })
    const mergesBefore = merges()
    await earlier.give({ do: 'sync', on24ClientId })
    await expect.poll(merges, SOON).toBeGreaterThan(mergesBefore)
    const day = (at: Date) => at.toISOString().slice(0, 10)
    const range = { from: day(ago(4 * 365 * 24)), to: day(ago(24)) }
    const controller = client.workflow.getHandle(controllerId(on24ClientId))
    await controller.signal('backfill', range)
    const backfill = client.workflow.getHandle(
      backfillId(on24ClientId, { ...range, dryRun: false }),
    )
    await expect
      .poll(async () => (await backfill.describe().catch(() => null))?.status.name, SOON)
      .toBe('RUNNING')
    // The backfill reads and uploads, too, before the earlier release ends.
    await sleep(3000)
    earlier.kill()
    await earlier.gone

    sandbox.actOn.knobs.jobMinMs = 50
    refused()
    const present = await startKillableService({
      ...env,
      WORKFLOW_BUNDLE: inject('workflowBundlePath'),
    })
    context.onTestFinished(() => {
      present.kill()
    })
    await expect.poll(async () => (await backfill.describe()).status.name, SOON).not.toBe('RUNNING')
    await untilIdle(present)
    for (let tries = 0; tries < 5; tries += 1) {
      await present.give({ do: 'sync', on24ClientId })
      await sleep(1000)
      await untilIdle(present)
    }
    expected.observe(servedTruth(sandbox, on24ClientId))
    const lists = sandbox.actOn.lists(actOn.accountId)
    expect(differences(on24ClientId, lists, expected)).toEqual([])

    const runs = await runsOf(present)
    const since = runs.slice(0, runs.length - runsBefore)
    const written = since.map(({ ledger }) => (ledger?.created ?? 0) + (ledger?.updated ?? 0))
    const sum = written.reduce((total, count) => total + count, 0)
    // Every row that was new since then, and no other.
    expect(sum).toBe(2 * LATER_PEOPLE + PEOPLE)
    const { signals } = await controller.query<AccountStatus>('status')
    expect(signals.map(({ signal, result }) => [signal, result])).toContainEqual([
      'backfill',
      'done',
    ])
    await controller.signal('pause', { reason: 'after the upgrade' })
    await expect
      .poll(async () => (await controller.query<AccountStatus>('status')).state, SOON)
      .toBe('paused')
  },
)
