/** Pictures of pages that are there only after something has happened, such as a backfill that could be cancelled. */
import type { Page } from 'playwright-core'
import type { Demo } from '../../demo/run-demo.ts'
import { noteOrphans } from '../../src/operating/note-orphans.ts'
import { storeHeld } from '../../test/support/rows/waiting-rows.ts'
import { save } from './save-picture.ts'

const HELD_REMOVALS = 70
/** Not in the demo's store, like an account of a store that was lost. */
const ORPHAN = '90210'

/** Call it last: what it prepares would show on the other pages. */
export async function takePicturesOfDecisions(
  page: Page,
  { service, web }: Demo,
  on24ClientId: string,
): Promise<void> {
  const account = `${web.url}/accounts/${on24ClientId}`
  await page.goto(`${account}/invite`)
  await page.getByRole('main').getByRole('button').first().click()
  await page.waitForURL('**/invitation')
  await save(page, 'invitation')

  await page.goto(`${account}/backfill`)
  await page.getByLabel('From').fill('2021-01-01')
  await page.getByLabel('To').fill('2026-01-01')
  await page.getByRole('main').getByRole('button').first().click()
  await page.goto(`${account}/runs`)
  await page.getByRole('link', { name: 'Cancel this backfill' }).click()
  await page.getByRole('heading', { name: /^Cancel a backfill/ }).waitFor()
  await save(page, 'cancel-backfill')

  const eventId = await holdRemovals(service, on24ClientId)
  await page.goto(`${account}/webinars/${eventId}/held`)
  await page.getByRole('heading', { name: /^Removals of/ }).waitFor()
  await save(page, 'held')

  await service.controllers.ensure(ORPHAN)
  await noteOrphans(service, { schedules: new Set(), controllers: new Set([ORPHAN]) })
  await page.goto(`${web.url}/orphans`)
  await page.getByText(ORPHAN).first().waitFor()
  await save(page, 'orphans')
  await page.goto(`${web.url}/orphans/${ORPHAN}`)
  await page.getByRole('heading').first().waitFor()
  await save(page, 'remove-orphan')
}

/** The guard would hold so many only after ON24 has forgotten them, which takes runs. Returns the webinar. */
async function holdRemovals(
  { store, now }: Demo['service'],
  on24ClientId: string,
): Promise<string> {
  const { eventId } = await store
    .selectFrom('webinar')
    .select('eventId')
    .where('on24ClientId', '=', on24ClientId)
    .where('listId', 'is not', null)
    .orderBy('eventId')
    .limit(1)
    .executeTakeFirstOrThrow()
  const registrantIds = Array.from({ length: HELD_REMOVALS }, (_, n) => String(9_000_000_000 + n))
  await storeHeld(store, { on24ClientId, eventId, at: now() }, registrantIds)
  return eventId
}
