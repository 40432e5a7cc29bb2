/** An upload whose answer was lost may write later than everything that was sent after it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActivitiesFixture } from '../../support/fixtures/activities-fixture.ts'
import { truthDifferences } from '../../support/expectation/truth-differences.ts'
import { explainOne } from '../../support/rows/explained.ts'
import {
  openComparisonFixture,
  settledAccount,
} from '../../support/verification/settled-account.ts'

const LOST_JOB_MS = 11 * 60_000
const JOB_RUNS_AFTER_MS = 3000

let fixture: ActivitiesFixture
beforeAll(async () => {
  fixture = await openComparisonFixture()
})
afterAll(() => fixture.close())

test('a row that is written before an earlier upload has ended is written again by the next run', async () => {
  const { account, eventId, accountId } = await settledAccount(fixture)
  const { world, faults, clock, actOn } = fixture.sandbox
  const people = world.registerMany(eventId, 6)
  actOn.knobs.jobUnpolledMs = JOB_RUNS_AFTER_MS
  faults.add({ vendor: 'actOn', account: accountId, endpoint: 'merge', effect: { cut: 'after' } })
  expect(await account.run()).toMatchObject({ outcome: 'complete', retried: { length: 1 } })

  for (const person of people) world.editProfile(person, { company: 'Renamed' }, 'event')
  clock.advance(1000)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 6 } })
  expect(truthDifferences(fixture.sandbox, account)).toEqual([])
  const open = () => actOn.jobs(accountId).filter(({ state }) => state !== 'done')
  await expect.poll(open, { timeout: 2 * JOB_RUNS_AFTER_MS }).toEqual([])
  expect(truthDifferences(fixture.sandbox, account)).not.toEqual([])

  clock.advance(LOST_JOB_MS)
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 6 } })
  expect(truthDifferences(fixture.sandbox, account)).toEqual([])
  const { changes } = await explainOne(fixture, account, String(people[0]))
  expect(changes[0]).toMatchObject({ changed: [], reason: 'openUpload' })
  // The upload is certainly over by now.
  expect(await account.run()).toMatchObject({ outcome: 'complete', ledger: { updated: 0 } })
})
