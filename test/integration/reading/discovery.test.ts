import { expect, test } from 'vitest'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'

test('an interrupted discovery continues: stored answers are not requested again', async () => {
  const service = await startServiceFixture({ world: { preset: 'tiny' } })
  const { faults, ledger, world } = service.sandbox
  const { on24ClientId } = world.accounts[0] ?? expect.fail('no account')
  faults.add({
    vendor: 'on24',
    endpoint: 'clientRegistrants',
    times: 1,
    effect: { answer: { status: 503, body: 'down' } },
  })
  await service.link(on24ClientId)
  await expect
    .poll(() => listRuns(service.store, on24ClientId, 1), { timeout: 60_000 })
    .toMatchObject([{ outcome: 'complete', webinarsRead: 4 }])
  const asked = (endpoint: string) => ledger.count({ vendor: 'on24', endpoint })
  expect(asked('events')).toBe(1)
  expect(asked('clientAttendees')).toBe(1)
  expect(asked('clientRegistrants')).toBe(3)
})

test('all questions are asked at once, and what people’s rows say waits until their events are stored', async () => {
  const service = await startServiceFixture({ world: { preset: 'tiny' } })
  const { faults, ledger, world } = service.sandbox
  const { on24ClientId } = world.accounts[0] ?? expect.fail('no account')
  const count = (endpoint: string) => ledger.count({ vendor: 'on24', endpoint })
  let askedMeanwhile = 0
  const beforeAnswer = async () => {
    await expect
      .poll(() => (askedMeanwhile = count('clientRegistrants') + count('clientAttendees')))
      .toBe(3)
  }
  faults.add({ vendor: 'on24', endpoint: 'events', effect: { beforeAnswer } })
  await service.link(on24ClientId)
  await expect
    .poll(() => listRuns(service.store, on24ClientId, 1), { timeout: 60_000 })
    .toMatchObject([{ outcome: 'complete', webinarsRead: 4 }])
  expect(askedMeanwhile).toBe(3)
  // No event that the list names had to be looked up by its id.
  expect(count('event')).toBe(0)
})
