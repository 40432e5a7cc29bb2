/** A run without work is closed by its first activity, whose answer may be lost: then Temporal calls it again. */
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { createActivities } from '../../../activities/index.ts'
import type { RunProgress } from '../../../src/contracts/sync-activities.ts'
import { closeAbandonedRuns } from '../../../src/runs/close-abandoned-runs.ts'
import { beginRemoval } from '../../../src/store/accounts/removals.ts'
import { getRun } from '../../../src/store/runs/runs.ts'
import {
  type ActivitiesFixture,
  type FixtureAccount,
  openActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'
import { noTemporal } from '../../support/temporal/no-temporal.ts'
import { attemptOnce } from '../../support/temporal/retry-activities.ts'

const HOUR_MS = 3_600_000

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())

/** An account whose webinar is over and delivered. Nothing is new. */
async function idleAccount({ nextAccount, sandbox } = fixture): Promise<FixtureAccount> {
  const account = await nextAccount()
  account.webinar(3)
  await account.run()
  sandbox.clock.advance(10 * 24 * HOUR_MS)
  await account.run()
  sandbox.clock.advance(6 * HOUR_MS)
  return account
}

interface Begin {
  readonly attempt?: number
  readonly asks?: { readonly mayFinish?: boolean }
}

/** @param asks what a workflow of this release asks for, and one of 0.2.0 does not. */
function beginRun(
  account: FixtureAccount,
  runKey: string,
  { attempt = 1, asks = { mayFinish: true } }: Begin = {},
): Promise<RunProgress> {
  const activities = createActivities({ ...fixture, ...noTemporal() })
  const input = {
    ...({ on24ClientId: account.on24ClientId, runKey, kind: 'sync', workflowId: runKey } as const),
    ...{ runId: 'first', nominalStartAt: fixture.now().toISOString(), ...asks },
  }
  return attemptOnce(activities.beginRun, input, attempt)
}

const calls = (account: FixtureAccount) =>
  fixture.sandbox.ledger.count({ account: account.on24ClientId })

test('a second attempt returns the end that the first one stored, without another call to ON24', async () => {
  const account = await idleAccount()
  const first = await beginRun(account, 'lost')
  expect(first).toMatchObject({ finished: { outcome: 'complete', ledger: { read: 0 } } })
  const before = { calls: calls(account), run: await getRun(fixture.store, 'lost') }
  // What arrives meanwhile is left to the next run, because this one is over.
  account.webinar(2)
  fixture.sandbox.clock.advance(60_000)
  expect(await beginRun(account, 'lost', { attempt: 2 })).toEqual(first)
  expect({ calls: calls(account), run: await getRun(fixture.store, 'lost') }).toEqual(before)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { created: 2 } })
})

test('a run that is reset in Temporal asks ON24 again', async () => {
  const account = await idleAccount()
  await beginRun(account, 'reset')
  account.webinar(2)
  expect(await beginRun(account, 'reset')).toMatchObject({ webinarsToRead: 1 })
})

test('a run whose account is removed while ON24 answers is not closed', async () => {
  const account = await idleAccount()
  const { on24ClientId } = account
  fixture.sandbox.faults.add({ vendor: 'on24', endpoint: 'events', effect: { delayMs: 500 } })
  const run = beginRun(account, 'removed')
  await expect
    .poll(() =>
      fixture.store.selectFrom('run').selectAll().where('runKey', '=', 'removed').execute(),
    )
    .toHaveLength(1)
  const by = { actor: 'operator:test', address: null, at: fixture.now() }
  await beginRemoval(fixture.store, on24ClientId, by)
  await expect(run).rejects.toMatchObject({ type: 'AccountBeingRemoved' })
  expect(await getRun(fixture.store, 'removed')).toMatchObject({ finishedAt: null })
})

test('a run that the next one has closed as abandoned is not over', async () => {
  const account = await idleAccount()
  const { on24ClientId } = account
  await beginRun(account, 'cut off')
  const reopened = { outcome: null, finishedAt: null, ledger: null }
  await fixture.store.updateTable('run').set(reopened).where('runKey', '=', 'cut off').execute()
  const next = { on24ClientId, runKey: 'next', kind: 'sync', workflowId: '', runId: '' } as const
  await closeAbandonedRuns(fixture.store, { ...next, nominalStartAt: null }, fixture.now())
  expect(await getRun(fixture.store, 'cut off')).toMatchObject({ outcome: 'paused' })
  account.webinar(2)
  const before = calls(account)
  expect(await beginRun(account, 'cut off', { attempt: 2 })).toMatchObject({ webinarsToRead: 1 })
  expect(calls(account)).toBeGreaterThan(before)
})

test('a run with an end that only its workflow knows how to close is left to it', async () => {
  const account = await idleAccount()
  const progress = await beginRun(account, 'older', { asks: {} })
  expect(progress).toEqual({ webinarsToRead: 0, webinarsToDeliver: 0, isPaused: false })
  expect(await getRun(fixture.store, 'older')).toMatchObject({ finishedAt: null })
})

/** The rate of a fleet's idle runs follows from it: each statement costs about 0.4 ms of CPU, the database's included. */
test('a run without work sends few statements to the database', async (context) => {
  const ofPostgres = await openActivitiesFixture({
    accounts: 1,
    store: { databaseUrl: await emptyDatabase(context) },
  })
  onTestFinished(() => ofPostgres.close())
  const account = await idleAccount(ofPostgres)
  const query = vi.spyOn(pg.Client.prototype, 'query')
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { read: 0 } })
  const statements = query.mock.calls.length
  query.mockRestore()
  expect(statements).toBeGreaterThan(20)
  expect(statements).toBeLessThanOrEqual(46)
})
