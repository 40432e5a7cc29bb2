import { expect, test } from 'vitest'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'

test('a linked account has its webinars in Act-On after the first run', async () => {
  const service = await startServiceFixture({ world: { preset: 'tiny' } })
  const { on24ClientId, actOn } = service.sandbox.world.accounts[0] ?? expect.fail('no account')
  await service.link(on24ClientId)
  await expect
    .poll(() => listRuns(service.store, on24ClientId, 1), { timeout: 60_000 })
    .toMatchObject([{ outcome: 'complete', trigger: 'link', webinarsOf: 4, webinarsRead: 4 }])
  const ours = service.sandbox.actOn
    .lists(actOn.accountId)
    .filter(({ folderName }) => folderName === on24ClientId)
  expect(ours).toHaveLength(4)
  expect(ours.every(({ rows }) => rows.length > 0)).toBe(true)
})
