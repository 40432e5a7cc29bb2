import { test } from 'vitest'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { stillClock, TruthCheck } from '../../support/vendors/truth-check.ts'

test('after the first run three accounts with every kind of odd data are in Act-On, cell by cell', async () => {
  const service = await startServiceFixture({
    leavesOutClockSlots: true,
    world: { preset: 'demo' },
    clock: stillClock('2026-03-05T15:20:00Z'),
  })
  const check = new TruthCheck(service)
  await check.linkAll()
  check.expectEverything('afterwards')
})
