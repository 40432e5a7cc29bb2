import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EMPTY_LEDGER } from '../../src/contracts/run.ts'
import { openRun, saveRunEnd } from '../../src/store/runs/runs.ts'
import { runPath } from '../../src/web/pages/run/run-path.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import { takeScreenshot } from '../support/browser/customer.ts'
import { openSignedIn } from '../support/browser/operators-browser.ts'
import { openManyAccountsFixture } from '../support/fixtures/many-accounts-fixture.ts'
import type { WebFixture } from '../support/fixtures/web-fixture.ts'
import { countOf, textsOf } from '../support/browser/read-page.ts'

let browser: Browser
let web: WebFixture
beforeAll(async () => {
  browser = await launchChromium()
  web = await openManyAccountsFixture({ count: 1, linked: 1 })
})
afterAll(async () => {
  await web.close()
  await browser.close()
})

test('a run is opened from the list of runs, and its webinars and rows are filtered', async () => {
  const { config, sandbox } = web.service
  const origin = config.http.publicUrl
  const { on24ClientId = '' } = sandbox.world.accounts[0] ?? {}
  const page = await openSignedIn(browser, `${origin}/accounts/${on24ClientId}`)
  await page.locator('#runs-rows').getByRole('link', { name: 'Details' }).last().click()
  await page.getByRole('heading', { name: 'Run', exact: true }).waitFor()
  const path = new URL(page.url()).pathname
  expect(path).toMatch(new RegExp(`^/accounts/${on24ClientId}/runs/account-sync%2F[^/]+/[^/]+$`))
  expect(await countOf(page.locator('#webinars-rows tr'))).toBeGreaterThan(0)
  const moments = await textsOf(page.locator('#moments li'))
  const words = [
    'Started',
    'ON24 has said what is new',
    'The first webinar',
    'The latest of',
    'Complete',
  ]
  expect(moments).toHaveLength(words.length)
  for (const [index, word] of words.entries()) expect(moments[index]).toContain(word)
  const strip = page.getByRole('img', { name: /^\d+ webinars? read, from the run’s start/ })
  expect(await strip.isVisible()).toBe(true)
  const show = async (list: string, label: string) => {
    await page.locator(list).getByLabel('State').selectOption({ label })
    await page.locator(list).getByRole('button', { name: 'Show' }).click()
  }
  await show('#webinars', 'Could not be read')
  await page.getByText('No webinars.').waitFor()
  await show('#rows', 'Rejected')
  await page.waitForURL(`${origin}${path}?state=failed&row=rejected#rows`)
  await takeScreenshot(page, 'status-run')
})

test('the page of a run that works follows it within five seconds, and says when it did', async () => {
  const { config, sandbox, store, now } = web.service
  const { on24ClientId = '' } = sandbox.world.accounts[0] ?? {}
  const names = { runKey: 'w/r', workflowId: 'w', runId: 'r', trigger: 'sync' } as const
  const times = { windowFrom: null, windowTo: now(), startedAt: now() }
  await openRun(store, { ...names, ...times, on24ClientId })
  const page = await openSignedIn(
    browser,
    `${config.http.publicUrl}${runPath(on24ClientId, names)}`,
  )
  await page.locator('#run').getByText('Running').waitFor()
  const end = { at: now(), outcome: 'complete', failure: null } as const
  await saveRunEnd(store, names.runKey, { ...end, ledger: EMPTY_LEDGER, webinarsRead: 0 })
  await page.locator('#run').getByText('Complete').waitFor({ timeout: 5000 })
  expect(await page.locator('#updated').innerText()).toMatch(/^Updated /)
})
