/** Periodic duties, and the processes that do them. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startDuties } from '../../../src/processes/periodic-duties.ts'
import { noTemporal } from '../../support/temporal/no-temporal.ts'
import { openLinkingFixture, type LinkingFixture } from '../../support/fixtures/linking-fixture.ts'
import { storeAccount } from '../../support/rows/stored-account.ts'

const HOUR_MS = 60 * 60 * 1000
const OFTEN = { noteLateness: 20, startNoticeWorkflows: 600_000, reconcileDue: 20 }

let fixture: LinkingFixture
beforeAll(async () => {
  fixture = await openLinkingFixture()
})
afterAll(() => fixture.close())

async function accountLinkedBefore(id: string, hours: number): Promise<string> {
  const linkedAt = new Date(fixture.now().getTime() - hours * HOUR_MS)
  await storeAccount(fixture.store, id, { createdAt: linkedAt })
  await fixture.store
    .updateTable('account')
    .set({ linkedAt })
    .where('on24ClientId', '=', id)
    .execute()
  return id
}

const noticesOf = async (id: string) =>
  (
    await fixture.store.selectFrom('notice').select('kind').where('on24ClientId', '=', id).execute()
  ).map(({ kind }) => kind)

test('a web-only process detects late accounts, and starts no links', async () => {
  const id = await accountLinkedBefore('901', 14)
  const temporal = noTemporal()
  const duties = startDuties({ ...fixture, ...temporal }, 'every process', OFTEN)
  onTestFinished(() => duties.stop())
  await expect.poll(() => noticesOf(id)).toEqual(['late'])
  expect(temporal.asked).toEqual([])
})

test('a process with workers has every duty: it reconciles each account at its start', async () => {
  const id = await accountLinkedBefore('902', 14)
  const temporal = noTemporal()
  const duties = startDuties({ ...fixture, ...temporal }, 'workers', OFTEN)
  onTestFinished(() => duties.stop())
  await expect.poll(() => noticesOf(id)).toEqual(['late'])
  await expect.poll(() => temporal.asked).toContain(`schedule ${id}`)
})
