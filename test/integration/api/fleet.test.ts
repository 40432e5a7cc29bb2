/** All accounts together, as the API and the command line show them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { Fleet } from '../../../src/api/fleet.ts'
import { lastSlot } from '../../../src/runs/slots.ts'
import { openRun } from '../../../src/store/runs/runs.ts'
import {
  openOperatorApiFixture,
  type OperatorApiFixture,
} from '../../support/fixtures/operator-api-fixture.ts'
import { atCommandLine } from '../../support/processes/command-line.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'
import { storeHeld, storeRows, storeWebinar } from '../../support/rows/waiting-rows.ts'

const HOUR = 60 * 60_000

let api: OperatorApiFixture
beforeAll(async () => {
  api = await openOperatorApiFixture({ world: { preset: 'empty' }, leavesOutClockSlots: true })
})
afterAll(() => api.close())

test('the runs of the last slot are counted by account, with those that run or have not begun', async () => {
  const { store } = api
  const slot = lastSlot(api.now())
  const hours = (count: number) => new Date(slot.getTime() + count * HOUR)
  const link = (id: string, columns: Parameters<typeof change>[1] = {}) =>
    storeAccount(store, id, { createdAt: hours(-100) }).then(() =>
      change(id, {
        linkedAt: hours(-90),
        triedAt: hours(-6),
        lastSuccessAt: hours(-6),
        ...columns,
      }),
    )
  const change = (
    id: string,
    columns: Partial<
      Record<'linkedAt' | 'triedAt' | 'lastSuccessAt' | 'resumedAt' | 'pausedSince', Date | null>
    >,
  ) => store.updateTable('account').set(columns).where('on24ClientId', '=', id).execute()
  const run = async (id: string, of: Date, outcome: 'complete' | 'failed' | null, again = 0) => {
    const runKey = `${id}/${of.toISOString()}/${String(again)}`
    const startedAt = new Date(of.getTime() + again)
    await openRun(store, {
      ...{ runKey, on24ClientId: id, workflowId: 'w', runId: runKey, trigger: 'schedule' },
      ...{ windowFrom: null, windowTo: of, startedAt },
    })
    const columns = { outcome, finishedAt: outcome === null ? null : startedAt }
    await store.updateTable('run').set(columns).where('runKey', '=', runKey).execute()
  }
  await storeAccount(store, '1')
  await link('2', { pausedSince: hours(-50), lastSuccessAt: hours(-60) })
  await link('3', { linkedAt: hours(0.001), triedAt: null, lastSuccessAt: null })
  await link('4', { resumedAt: hours(0.001) })
  await link('5', { lastSuccessAt: hours(-20) })
  for (const id of ['6', '7', '8', '9']) await link(id)
  await run('5', hours(-6), 'failed')
  await run('6', slot, null)
  await run('7', slot, 'complete')
  await run('8', slot, 'complete')
  // One that was started again counts as it ended the last time.
  await run('9', slot, 'failed')
  await run('9', slot, 'complete', 1)
  // It was paused after its run.
  await run('2', slot, 'failed')
  const place = { on24ClientId: '7', eventId: '501', at: slot }
  await storeWebinar(store, place)
  await storeRows(store, place, [{ registrantId: 'a' }, { registrantId: 'b', state: 'rejected' }])
  await storeHeld(store, place, ['c'])

  const fleet = Fleet.parse((await api.call('/fleet')).body)
  expect(fleet).toMatchObject({
    slot: slot.toISOString(),
    longestWithoutSuccess: { on24ClientId: '5', name: 'Client 5', since: hours(-20).toISOString() },
    pendingRows: { rows: 2, isMore: false },
  })
  const counted = Object.entries(fleet.runs).filter(([, accounts]) => accounts > 0)
  expect(Object.fromEntries(counted)).toEqual({ complete: 3, failed: 1, running: 1, notBegun: 1 })

  const { status, out } = await atCommandLine(['fleet'], { url: api.webUrl })
  expect(status).toBe(0)
  expect(out).toMatch(/complete +3\n.*failed +1\n.*running +1\n.*notBegun +1\n/)
  expect(out).toMatch(/longest without success +5 Client 5, since /)
  expect(out).toMatch(/pending rows +2$/)
})

test('waiting rows are counted once in ten seconds', async () => {
  const rows = async () => Fleet.parse((await api.call('/fleet')).body).pendingRows
  const before = await rows()
  await sql`delete from waiting_row`.execute(api.store)
  expect(await rows()).toEqual(before)
  api.sandbox.clock.advance(11_000)
  const after = await rows()
  expect(after.rows).toBe(0)
  expect(Date.parse(after.countedAt)).toBeGreaterThan(Date.parse(before.countedAt))
})

test('no more than a hundred thousand rows are counted', async () => {
  await sql`
    insert into waiting_row (on24_client_id, event_id, registrant_id, action, state, address_hash, registration_hash,
      activity_hash, cells_mask, attended, run_key, read_started_at, first_seen_at)
    select '7', '501', n::text, 'upsert', 'pending', n, 1, 1, 1, false, '', now(), now()
    from generate_series(1, 100001) as n
  `.execute(api.store)
  api.sandbox.clock.advance(11_000)
  const { pendingRows } = Fleet.parse((await api.call('/fleet')).body)
  expect(pendingRows).toMatchObject({ rows: 100_000, isMore: true })
  const { out } = await atCommandLine(['fleet'], { url: api.webUrl })
  expect(out).toMatch(/pending rows +more than 100,000$/)
})
