import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { listRuns } from '../../src/store/runs/runs.ts'
import { endedComparison } from '../support/verification/requested-comparison.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import { type ServiceFixture, startServiceFixture } from '../support/fixtures/service-fixture.ts'
import { countOf, textsOf } from '../support/browser/read-page.ts'

const NAME = '<b>Ann & "Co"</b> 姓'
const TITLE = 'Fish & <i>Chips</i>'
/** More contacts than fit on a page of one hundred. */
const PEOPLE = 104

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

async function openView(javaScriptEnabled: boolean, url: string): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(url)
  return page
}

/** One account whose first webinar has more contacts than a page shows, one of them with an awkward name. */
async function syncedAccount(): Promise<ServiceFixture> {
  const service = await startServiceFixture({ world: { preset: 'empty' } })
  const { world } = service.sandbox
  const { on24ClientId } = world.accounts[0] ?? expect.fail('no account')
  const liveStartAt = new Date(service.now().getTime() + 24 * 3600 * 1000)
  const eventId = world.addWebinar(on24ClientId, { title: TITLE, liveStartAt })
  world.registerMany(eventId, PEOPLE - 1)
  world.register(eventId, { email: 'ann@example.com', profile: { firstname: NAME } })
  await service.link(on24ClientId)
  await expect
    .poll(() => listRuns(service.store, on24ClientId, 1), { timeout: 60_000 })
    .toMatchObject([{ outcome: 'complete' }])
  return service
}

async function takeScreenshot(page: Page, name: string): Promise<void> {
  const folder = join(inject('artefacts'), 'screenshots')
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

describe('the view of the sandbox’s Act-On', () => {
  test('shows a synced account with and without JavaScript', async () => {
    const service = await syncedAccount()
    const { on24ClientId, name } = service.sandbox.world.accounts[0] ?? expect.fail('no account')
    for (const javaScriptEnabled of [true, false]) {
      const page = await openView(javaScriptEnabled, service.sandbox.actOn.viewUrl)
      await page.getByRole('link', { name }).click()
      await page.getByRole('link', { name: on24ClientId, exact: true }).click()
      await page.getByRole('link', { name: TITLE }).click()

      expect(await textsOf(page.locator('th'))).toHaveLength(1 + 29)
      expect(await countOf(page.locator('tbody tr'))).toBe(100)
      await takeScreenshot(page, `sandbox-view-${javaScriptEnabled ? 'with' : 'without'}-script`)
      expect(await countOf(page.getByRole('link', { name: 'Previous' }))).toBe(0)
      await page.getByRole('link', { name: 'Next' }).click()
      await page.waitForURL(/page=2/)
      expect(await countOf(page.locator('tbody tr'))).toBe(PEOPLE - 100)
      expect(await countOf(page.getByRole('link', { name: 'Next' }))).toBe(0)

      await page.getByRole('link', { name: 'Previous' }).click()
      await page.waitForURL(/page=1/)
      const names = await textsOf(page.locator('tbody td:nth-child(2)'))
      await page.getByRole('link', { name: 'Next' }).click()
      await page.waitForURL(/page=2/)
      names.push(...(await textsOf(page.locator('tbody td:nth-child(2)'))))
      expect(names).toContain(NAME)
      expect(await countOf(page.locator('td b, td i, h1 i'))).toBe(0)
      await page.context().close()
    }
  })
  test('lets a person play a user of Act-On: what they change is found, and repaired', async () => {
    const service = await syncedAccount()
    const { on24ClientId, actOn } = service.sandbox.world.accounts[0] ?? expect.fail('no account')
    const list = () =>
      service.sandbox.actOn
        .lists(actOn.accountId)
        .find(({ folderName }) => folderName === on24ClientId) ?? expect.fail('no list')
    const { listId, rows } = list()
    const [edited, copied, deleted] = rows.map(({ recordId }) => recordId)
    const listUrl = `${service.sandbox.actOn.viewUrl}/${actOn.accountId}/list/${listId}`
    const page = await openView(false, listUrl)
    const press = (name: string) => page.getByRole('button', { name }).click()
    const open = (recordId = '') => page.goto(`${listUrl}/row/${recordId}`)

    await page.getByRole('link', { name: edited ?? '', exact: true }).click()
    expect(await countOf(page.locator('meta[http-equiv=refresh]'))).toBe(0)
    await page.getByLabel('Column').selectOption('Company')
    await page.getByLabel('New value').fill('<i>Typed</i> by a user')
    await press('Change the cell')
    await page.getByRole('cell', { name: '<i>Typed</i> by a user' }).waitFor()
    await open(copied)
    await press('Copy the row')
    await page.waitForURL((url) => !url.href.endsWith(encodeURIComponent(copied ?? '')))
    await open(deleted)
    await press('Delete the row')
    await page.waitForURL(listUrl)
    await page.getByRole('link', { name: 'edit the list' }).click()
    await page
      .locator('form', { hasText: 'Delete the column' })
      .getByLabel('Column')
      .selectOption('Industry')
    await press('Delete the column')
    await page.waitForURL(listUrl)
    expect(list().headings).not.toContain('Industry')

    const kinds = async (repair: boolean) => {
      const { findings } = await endedComparison(service, on24ClientId, { repair })
      return findings.map(({ kind, columns }) => [kind, ...columns].join(' ')).toSorted()
    }
    const found = ['columnMissing Industry', 'duplicate', 'missing', 'userEdited Company']
    expect(await kinds(false)).toEqual(found)
    expect(await kinds(true)).toEqual(found)
    expect(await kinds(false)).toEqual(['columnMissing Industry'])
    service.sandbox.actOn.user.addColumn(actOn.accountId, listId, 'Industry')
    await endedComparison(service, on24ClientId, { repair: true })
    expect(await kinds(false)).toEqual([])
    await page.context().close()
  })
})
