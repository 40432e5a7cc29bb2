import { text } from 'node:stream/consumers'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/browser/chromium.ts'
import { takeScreenshot } from '../support/browser/customer.ts'
import { isMarked, markPage, openSignedIn, openTab } from '../support/browser/operators-browser.ts'
import { openManyAccountsFixture } from '../support/fixtures/many-accounts-fixture.ts'
import type { WebFixture } from '../support/fixtures/web-fixture.ts'
import { storeHeld, storeRows, storeWebinar } from '../support/rows/waiting-rows.ts'
import { countOf, textsOf } from '../support/browser/read-page.ts'

let browser: Browser
let web: WebFixture
let origin: string
let on24ClientId: string
beforeAll(async () => {
  browser = await launchChromium()
  web = await openManyAccountsFixture({ count: 1, linked: 1 })
  origin = web.service.config.http.publicUrl
  on24ClientId = web.service.sandbox.world.accounts[0]?.on24ClientId ?? expect.fail('no account')
})
afterAll(async () => {
  await web.close()
  await browser.close()
})

const open = (tab: string, options?: BrowserContextOptions) =>
  openSignedIn(browser, `${origin}/accounts/${on24ClientId}${tab}`, options)

/** Waits until the page has refreshed itself at least once. */
const refreshed = (page: Page) =>
  page.waitForResponse((response) => response.url() === page.url() && response.ok())

test('the tabs show what is wrong, and take the operator’s decisions', async () => {
  const { store, sandbox } = web.service
  const place = { on24ClientId, eventId: '990001', at: sandbox.clock.now() }
  await storeWebinar(store, place)
  await storeHeld(store, place, ['1', '2'])
  const rejected = { state: 'rejected', rejectedBy: 'mapping', rejectedReason: '=1' } as const
  await storeRows(store, place, [{ registrantId: '3', ...rejected }])

  const page = await openSignedIn(browser, `${origin}/accounts/${on24ClientId}/rejections`)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download as CSV' }).click()
  const csv = await text(await (await download).createReadStream())
  expect(csv).toContain("3,990001,,'=1,mapping")

  await openTab(page, 'Trouble')
  const problem = page.locator('#problem-990001-removalsHeld')
  expect(await problem.innerText()).toMatch(/2 contacts would be removed[^]*apply or drop/)
  await problem.getByRole('link', { name: 'Decide' }).click()
  expect(await page.locator('h1').innerText()).toBe('Removals of Webinar 990001')
  await page.getByRole('button', { name: 'Keep 2' }).click()
  await page.getByText('The removals are dropped').waitFor()
  expect(await countOf(problem)).toBe(0)
  const again = await page.goto(`${origin}/accounts/${on24ClientId}/webinars/990001/held`)
  expect(again?.status()).toBe(409)

  await page.goto(`${origin}/accounts/${on24ClientId}/rejections`)
  await page.getByRole('button', { name: 'Retry all' }).click()
  await page.getByText('The rejected rows will be retried: a run was requested.').waitFor()
  await openTab(page, 'Audit')
  const trail = await page.locator('#audit-rows').innerText()
  expect(trail).toMatch(/retried the rejected rows[^]*held removals are dropped/)
})

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  test('webinars are searched, and the tabs lead on', async () => {
    const page = await open('/webinars', { javaScriptEnabled })
    const [title = ''] = await textsOf(page.locator('#webinars-rows .name'))
    await page.getByLabel('Title or event id').fill(title.toUpperCase())
    await page.getByRole('button', { name: 'Show' }).click()
    await page.waitForURL(/search=/)
    const titles = await textsOf(page.locator('#webinars-rows tr td:first-child .name'))
    expect(new Set(titles)).toEqual(new Set([title]))
    expect(await page.getByLabel('Title or event id').inputValue()).toBe(title.toUpperCase())
    await page.getByLabel('Excluded').selectOption({ label: 'Excluded' })
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByText('No webinars.').waitFor()
    await openTab(page, 'Settings')
    expect(await countOf(page.getByRole('link', { name: 'Remove' }))).toBe(1)
    expect(await countOf(page.locator('[data-copy]:visible'))).toBe(0)
  })
})

test('a list is paged forth and back, while it refreshes itself', async () => {
  const { store, sandbox } = web.service
  const place = { on24ClientId, eventId: '990002', at: sandbox.clock.now() }
  await storeWebinar(store, place)
  const rejected = { state: 'rejected', rejectedBy: 'mapping', rejectedReason: 'bad' } as const
  const ids = Array.from({ length: 50 }, (_, index) => String(1000 + index))
  await storeRows(
    store,
    place,
    ids.map((registrantId) => ({ registrantId, ...rejected })),
  )
  const page = await open('/rejections?eventId=990002')
  const go = async (link: string, shows: string) => {
    await page.locator('#rejections-pages').getByRole('link', { name: link }).click()
    await page.locator(`#rejection-990002-${shows}`).waitFor()
  }
  await go('Next', '1020')
  await go('Next', '1040')
  await refreshed(page)
  await go('Previous', '1020')
  await go('Previous', '1000')
  await go('Next', '1020')
  await go('First page', '1000')
  await takeScreenshot(page, 'status-rejections')
})

test('times have the browser’s local time beside them, and keep it without flicker', async () => {
  const page = await open('', { timezoneId: 'Asia/Kolkata' })
  const time = page.locator('#standing time').last()
  const at = new Date((await time.getAttribute('datetime')) ?? '')
  const clock = new Intl.DateTimeFormat('en', {
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Kolkata' },
  })
  expect(await time.innerText()).toBe(`${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`)
  expect(await time.getAttribute('data-local')).toContain(`${clock.format(at)} GMT+5:30`)
  expect(await time.getAttribute('title')).toMatch(/day, .* GMT\+5:30$/)
  const shown = await page.evaluate<string>(
    `getComputedStyle([...document.querySelectorAll('#standing time')].at(-1), '::after').content`,
  )
  expect(shown).toContain(clock.format(at))
  // The element itself stays: nothing is taken away and put back.
  await page.evaluate(`
    document.kept = [...document.querySelectorAll('#standing time')].at(-1)
    document.changes = 0
    new MutationObserver((changes) => { document.changes += changes.length })
      .observe(document.kept, { attributes: true, childList: true, subtree: true })
  `)
  await refreshed(page)
  await refreshed(page)
  expect(await page.evaluate('document.kept.isConnected && document.changes')).toBe(0)
})

test('no local time is shown where it is UTC', async () => {
  const page = await open('', { timezoneId: 'UTC' })
  expect(await countOf(page.locator('time'))).toBeGreaterThan(0)
  expect(await countOf(page.locator('time[data-local]'))).toBe(0)
})

test('ids are copied on a click, and this is said', async () => {
  const page = await open('', { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.getByRole('button', { name: 'Copy the ON24 client id' }).click()
  await page.getByRole('status').getByText('Copied').waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(on24ClientId)
  await markPage(page)
  await refreshed(page)
  await refreshed(page)
  expect(await countOf(page.getByRole('button', { name: 'Copy the ON24 client id' }))).toBe(1)
  expect(await isMarked(page)).toBe(true)
})
