/** A process works with as few connections to PostgreSQL as it may be given: none waits for another that it holds. */
import { expect, test } from 'vitest'
import { listRuns } from '../../../src/store/runs/runs.ts'
import { startServiceFixture } from '../../support/fixtures/service-fixture.ts'
import { emptyDatabase } from '../../support/servers/postgres.ts'

const ACCOUNTS = 4
const HOUR_MS = 3_600_000

test('the runs of several accounts end with two connections', async (context) => {
  const databaseUrl = await emptyDatabase(context)
  const startAt = new Date('2026-06-15T12:00:00Z')
  const webinars = [2, 5, 9, 13].map((hours) => ({
    liveStartAt: new Date(startAt.getTime() - hours * HOUR_MS),
    people: 8,
  }))
  const service = await startServiceFixture({
    world: { accounts: Array.from({ length: ACCOUNTS }, () => ({ webinars })) },
    clock: { startAt },
    store: { databaseUrl, poolSize: 2 },
  })
  const ids = service.sandbox.world.accounts.map(({ on24ClientId }) => on24ClientId)
  await Promise.all(ids.map((id) => service.link(id)))
  for (const id of ids) {
    const outcomes = async () =>
      (await listRuns(service.store, id, 10))
        .filter(({ trigger }) => trigger === 'link')
        .map(({ outcome }) => outcome)
    await expect.poll(outcomes, { timeout: 90_000, interval: 200 }).toEqual(['complete'])
  }
})
