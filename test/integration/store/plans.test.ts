/**
 * A store with many accounts: how much room registrations take, and that no statement on the way of one account reads
 * more than its own rows. `npm run test:plans` does so with 1,000,000 registrations.
 */
import { sql } from 'kysely'
import { expect, onTestFinished, test, type TestContext } from 'vitest'
import { openStore } from '../../../src/store/database.ts'
import { confirmWritten } from '../../../src/store/rows/confirm-written.ts'
import { noteSending } from '../../../src/store/rows/send.ts'
import { hashesOf } from '../../../src/store/rows/stored/row-hashes.ts'
import { waitingRowsOf } from '../../../src/store/rows/stored/waiting-rows.ts'
import { startWebServer } from '../../../src/web/web-server.ts'
import { DUTIES, type Life, STEPS } from '../../support/plans/account-life.ts'
import { AccountRows } from '../../support/plans/account-rows.ts'
import { greedyStatements } from '../../support/plans/judge-plans.ts'
import { fillWithOtherAccounts } from '../../support/plans/other-accounts.ts'
import { recordPlans, withPlans } from '../../support/plans/record-plans.ts'
import { openActivitiesFixture } from '../../support/fixtures/activities-fixture.ts'
import { OPERATOR_TOKEN } from '../../support/fixtures/service-fixture.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storeRegistrations, storeRows, storeWebinar } from '../../support/rows/waiting-rows.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'

const REGISTRATIONS = Number(process.env['REGISTRATIONS'] ?? 100_000)
const PATIENCE = { timeout: REGISTRATIONS > 100_000 ? 1_200_000 : 180_000 }

/** Both tests use it: the first measures the rows, the second adds an account. */
let filled: Promise<string> | undefined

function filledDatabase(context: TestContext): Promise<string> {
  const fill = async () => {
    const databaseUrl = await emptyDatabase(context)
    await (await openStore({ databaseUrl })).destroy()
    await fillWithOtherAccounts(databaseUrl, REGISTRATIONS)
    return databaseUrl
  }
  return (filled ??= fill())
}

test('a registration takes at most 210 bytes, with its indexes', PATIENCE, async (context) => {
  const store = await openStore({ databaseUrl: await filledDatabase(context) })
  onTestFinished(() => store.destroy())
  const { rows } = await sql<{ bytes: number; registrations: number }>`
    select pg_total_relation_size('registration')::float8 as bytes, count(*)::float8 as registrations
    from registration
  `.execute(store)
  const [{ bytes, registrations } = { bytes: 0, registrations: 0 }] = rows
  expect(registrations).toBeGreaterThanOrEqual(REGISTRATIONS)
  process.stdout.write(`${(bytes / registrations).toFixed(1)} bytes a registration\n`)
  expect(bytes / registrations).toBeLessThanOrEqual(210)
})

test(
  'rows of a large webinar that are sent singly cost no more than those of a small one',
  PATIENCE,
  async (context) => {
    const recorder = recordPlans()
    onTestFinished(() => {
      recorder.stop()
    })
    const store = await openStore({ databaseUrl: withPlans(await emptyDatabase(context)) })
    onTestFinished(() => store.destroy())
    const at = new Date('2026-05-01T06:00:00Z')
    const place = { on24ClientId: '1', eventId: '501', at }
    await storeAccount(store, '1', { createdAt: at })
    await storeWebinar(store, place)
    const ids = Array.from({ length: 5000 }, (_, index) => String(index))
    await storeRegistrations(store, place, ids)
    await sql`analyze`.execute(store)
    await storeRows(store, place, [{ registrantId: 'new', runKey: 'run' }])
    const [row] = (await waitingRowsOf(store, '1', '501')).map(hashesOf)
    const rows = [row ?? expect.fail('no row')]
    await recorder.take()
    await noteSending(store, place, rows)
    await confirmWritten(store, { ...place, runKey: 'run', rows, created: null })
    expect(greedyStatements(await recorder.take(), () => 0)).toEqual([])
  },
)

test(
  'no statement reads more rows of a table than the account has there',
  PATIENCE,
  async (context) => {
    const databaseUrl = await filledDatabase(context)
    const recorder = recordPlans()
    onTestFinished(() => {
      recorder.stop()
    })
    const fixture = await openActivitiesFixture({
      accounts: 1,
      env: { PORT: '0', ON24_CALLS_PER_MINUTE: '60000' },
      actOnKnobs: { refreshTokenDays: 1000 },
      store: { databaseUrl: withPlans(databaseUrl) },
    })
    onTestFinished(() => fixture.close())
    fixture.sandbox.on24.knobs.idleDays = 1000
    const web = await startWebServer(fixture)
    onTestFinished(() => web.close())
    const call: Life['call'] = async (path, body, method = body === undefined ? 'GET' : 'POST') => {
      const answer = await fetch(`${web.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      // 409: what the page is about has ended, e.g. held removals.
      expect(answer.ok || answer.status === 409, `${path}: ${String(answer.status)} ${text}`).toBe(
        true,
      )
    }

    const account = await fixture.nextAccount()
    const rows = new AccountRows(fixture.store, account.on24ClientId)
    const greedy = new Set<string>()
    for (const { name, live } of STEPS) {
      await rows.look()
      await recorder.take()
      await live({ fixture, account, call })
      const executed = await recorder.take()
      await rows.look()
      expect(executed.length, name).toBeGreaterThan(0)
      for (const line of greedyStatements(executed, (table) => rows.of(table))) greedy.add(line)
    }
    await recorder.take()
    await DUTIES.live({ fixture, account, call })
    const rowsOf = (table: string) => (table === 'account' ? Infinity : rows.of(table))
    for (const line of greedyStatements(await recorder.take(), rowsOf)) greedy.add(line)
    expect([...greedy]).toEqual([])
  },
)
