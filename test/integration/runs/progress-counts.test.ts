import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeBackfill } from '../../../src/runs/backfill-progress.ts'
import { closeRun } from '../../../src/runs/close-run.ts'
import { viewRuns } from '../../../src/runs/run-view.ts'
import { lastRuns } from '../../../src/store/runs/run-list.ts'
import { planReads } from '../../../src/store/runs/work-list.ts'
import { setWebinarProgress } from '../../../src/store/runs/run-webinars.ts'
import {
  openActivitiesFixture,
  type ActivitiesFixture,
} from '../../support/fixtures/activities-fixture.ts'

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openActivitiesFixture()
})
afterAll(() => fixture.close())

test('webinars read by another run count as read, unreadable ones do not, during a run and at its end', async () => {
  const { store } = fixture
  const { on24ClientId, backfill } = await fixture.nextAccount()
  const { runKey } = await backfill({ from: '2024-01-01', to: '2024-01-01' })
  await store
    .updateTable('run')
    .set({ finishedAt: null, outcome: null, ledger: null })
    .where('runKey', '=', runKey)
    .execute()
  await planReads(store, runKey, ['1', '2', '3', '4'])
  for (const [eventId, readState] of [
    ['1', 'read'],
    ['2', 'skipped'],
    ['3', 'failed'],
  ] as const) {
    await setWebinarProgress(store, runKey, eventId, { readState, deliveryState: 'done' })
  }
  const shown = async () => {
    const runs = await viewRuns(store, await lastRuns(store, [on24ClientId]), fixture.now())
    return runs.map(({ webinars }) => webinars)
  }

  expect(await shown()).toEqual([{ read: 2, of: 4 }])
  expect(await describeBackfill(store, runKey, fixture.now())).toContain('**2 of 4**')

  const end = { stopped: null, failure: null }
  await closeRun(store, { on24ClientId, runKey, kind: 'backfill', ...end }, fixture.now())
  expect(await shown()).toEqual([{ read: 2, of: 4 }])
})
