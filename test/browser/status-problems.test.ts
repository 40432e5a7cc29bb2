import { text } from 'node:stream/consumers'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/browser/chromium.ts'
import type { LinkingWeb } from '../support/fixtures/linking-web.ts'
import { openManyAccounts } from '../support/fixtures/many-accounts.ts'
import { openSignedIn } from '../support/browser/operators-browser.ts'
import { storeHeld, storeRows, storeWebinar } from '../support/rows/waiting-rows.ts'

let browser: Browser
let web: LinkingWeb
let origin: string

beforeAll(async () => {
  browser = await launchChromium()
  web = await openManyAccounts({ count: 3, linked: 1 })
  origin = web.service.config.http.publicUrl
})
afterAll(async () => {
  await web.close()
  await browser.close()
})

test('an account’s page says what waits and why, and takes what an operator decides about it', async () => {
  const on24ClientId =
    web.service.sandbox.world.accounts[0]?.on24ClientId ?? expect.fail('no account')
  const { store, sandbox } = web.service
  const place = { on24ClientId, eventId: '990001', at: sandbox.clock.now() }
  await storeWebinar(store, place)
  await storeHeld(store, place, ['1', '2'])
  const rejected = { state: 'rejected', rejectedBy: 'mapping', rejectedReason: '=1' } as const
  await storeRows(store, place, [{ registrantId: '3', ...rejected }])

  const page = await openSignedIn(browser, `${origin}/accounts/${on24ClientId}`)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download as CSV' }).click()
  const csv = await text(await (await download).createReadStream())
  expect(csv).toContain("3,990001,,'=1,mapping")

  const problem = page.locator('#problem-990001-removalsHeld')
  expect(await problem.innerText()).toMatch(/2 contacts would be removed[^]*apply or drop/)
  await problem.getByRole('link', { name: 'Decide' }).click()
  expect(await page.locator('h1').innerText()).toBe('Removals of Webinar 990001')
  await page.getByRole('button', { name: 'Keep 2' }).click()
  await page.getByText('The removals are dropped').waitFor()
  expect(await problem.count()).toBe(0)
  const again = await page.goto(`${origin}/accounts/${on24ClientId}/webinars/990001/held`)
  expect(again?.status()).toBe(409)

  await page.goto(`${origin}/accounts/${on24ClientId}`)
  await page.getByRole('button', { name: 'Retry all' }).click()
  await page.getByText('The rejected rows will be retried: a run was requested.').waitFor()
  const trail = await page.locator('#audit-rows').innerText()
  expect(trail).toMatch(/retried[^]*heldDropped/)
})
