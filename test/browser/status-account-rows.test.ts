/** The rows of the list of accounts, their menus, the line about all accounts, and a list that cannot be refreshed. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/browser/chromium.ts'
import { newCustomer, overflowOf, PHONE, takeScreenshot } from '../support/browser/customer.ts'
import { openManyAccountsFixture } from '../support/fixtures/many-accounts-fixture.ts'
import type { WebFixture } from '../support/fixtures/web-fixture.ts'
import { openMenu, openSignedIn, rowOf, signIn } from '../support/browser/operators-browser.ts'
import { LONG_NAME } from '../support/browser/status-page-examples.ts'
import { storeHeld, storeWebinar } from '../support/rows/waiting-rows.ts'
import { textsOf } from '../support/browser/read-page.ts'

const DESKTOP = { width: 1280, height: 800 }
const REASON = `${LONG_NAME} said no, and it will say so again at length until somebody asks.`

let browser: Browser
let web: WebFixture
let origin: string

/** The last rows of the list by name are the ones with much in them. */
beforeAll(async () => {
  browser = await launchChromium()
  web = await openManyAccountsFixture({ count: 40, linked: 1 })
  const { store, config, now } = web.service
  origin = config.http.publicUrl
  const at = now()
  const change = store.updateTable('account')
  await change
    .set({ failingSince: at, failingReason: REASON, lateSince: at, name: `Z ${LONG_NAME}` })
    .where('on24ClientId', 'in', ['500010', '500011', '500012'])
    .execute()
  await change
    .set({ name: 'Z last', quotaSince: at })
    .where('on24ClientId', '=', '500013')
    .execute()
  const place = { on24ClientId: '500010', eventId: '501', at }
  await storeWebinar(store, place)
  await storeHeld(store, place, ['1'])
})
afterAll(async () => {
  await web.close()
  await browser.close()
})

const open = (path: string, options?: BrowserContextOptions) =>
  openSignedIn(browser, origin + path, options)

describe('a row', () => {
  test('is one line of at most 45 pixels, with the whole reason in its title', async () => {
    const page = await open('/?sort=name', { viewport: DESKTOP })
    const heights = await page.evaluate<number[]>(
      '[...document.querySelectorAll("#rows tr")].map((row) => row.offsetHeight)',
    )
    expect(heights).toHaveLength(40)
    expect(Math.max(...heights)).toBeLessThanOrEqual(45)
    const row = rowOf(page, '500010')
    const words = await row.locator('.reason').getAttribute('title')
    expect(words).toContain(REASON)
    for (const shown of ['Failing', 'Late', '1 problem']) {
      expect(await row.getByText(shown, { exact: true }).isVisible()).toBe(true)
    }
    expect(await row.locator('time').first().getAttribute('title')).toMatch(/^\d{4}-.* UTC$/)
    await takeScreenshot(page, 'status-account-rows')
  })

  test('is a block with the whole reason on a phone', async () => {
    const page = await open('/?sort=name', { viewport: PHONE })
    expect(await overflowOf(page)).toBe(0)
    const reason = rowOf(page, '500010').locator('.reason')
    const widths =
      'const { scrollWidth, clientWidth } = document.querySelector("#account-500010 .reason")'
    expect(await page.evaluate(`${widths}; scrollWidth > clientWidth`)).toBe(false)
    expect(await reason.innerText()).toContain(REASON)
  })
})

/** Whether the whole of it can be seen. */
async function isOnScreen(page: Page, item: Locator): Promise<boolean> {
  const { x, y, width, height } = (await item.boundingBox()) ?? expect.fail('not shown')
  const screen = page.viewportSize() ?? expect.fail('no screen')
  return x >= 0 && y >= 0 && x + width <= screen.width && y + height <= screen.height
}

describe('the menu of a row', () => {
  test.each([
    ['a desktop', DESKTOP],
    ['a phone', PHONE],
    ['a small phone', { width: 320, height: 568 }],
  ])('is on the screen as a whole on %s, wherever its row is', async (_name, viewport) => {
    const page = await open('/?sort=name', { viewport })
    for (const id of ['500001', '500010', '500012', '500013']) {
      // At the lower edge of the screen.
      await page.evaluate(`document.getElementById('menu-button-${id}').scrollIntoView(false)`)
      const menu = await openMenu(page, id)
      await expect.poll(() => isOnScreen(page, menu)).toBe(true)
      expect(await overflowOf(page)).toBe(0)
      const names = await textsOf(menu.getByRole('link'))
      expect(names[0]).toMatch(/^Pause/)
      expect(names.at(-1)).toMatch(/^Temporal/)
      await page.keyboard.press('Escape')
      expect(await menu.isVisible()).toBe(false)
    }
  })

  test('has the account’s name, stays open while the page is refreshed, and closes by itself', async () => {
    const page = await newCustomer(browser, { viewport: DESKTOP })
    await page.clock.install()
    await page.goto(`${origin}/?sort=name`)
    await signIn(page)
    const name = 'Customer 00002'
    const menu = await openMenu(page, '500002')
    expect(await rowOf(page, '500002').locator('summary').innerText()).toContain(
      `Actions for ${name}`,
    )
    await web.service.store
      .updateTable('account')
      .set({ needsRelinkSince: web.service.now(), needsRelinkReason: 'Quite new' })
      .where('on24ClientId', '=', '500002')
      .execute()
    await page.clock.runFor(4_000)
    await rowOf(page, '500002').getByText('Quite new').waitFor()
    expect(await menu.isVisible()).toBe(true)
    // The new state has another action.
    await menu.getByRole('link', { name: 'Invite the customer' }).waitFor()

    const other = await openMenu(page, '500009')
    expect([await menu.isVisible(), await other.isVisible()]).toEqual([false, true])
    await page.getByRole('heading', { name: 'Accounts' }).click()
    expect(await other.isVisible()).toBe(false)
    await openMenu(page, '500009')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Escape')
    expect(await other.isVisible()).toBe(false)
    expect(await page.evaluate('document.activeElement.id')).toBe('menu-button-500009')
  })

  test('works without JavaScript', async () => {
    const page = await open('/?sort=name', { javaScriptEnabled: false })
    const menu = await openMenu(page, '500006')
    await menu.getByRole('link', { name: 'Backfill' }).click()
    await page.getByRole('heading', { name: 'Backfill: Customer 00006' }).waitFor()
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.waitForURL(`${origin}/?sort=name`)
  })
})

test('a line tells of all accounts together, whatever the list shows', async () => {
  const page = await open('/?search=nothing-of-this-name', { viewport: DESKTOP })
  const line = await page.locator('#fleet').innerText()
  expect(line).toMatch(/Runs of \d\d:00 UTC\s+/)
  expect(line).toMatch(/Not begun\s+\d+\s/)
  expect(line).toMatch(/Longest without success\s+\S/)
  expect(line).toMatch(/Pending rows\s+1\s+counted \d+ seconds? ago/)
})

test('a page says when it was updated, and that it is out of date while the network is cut', async () => {
  const page = await newCustomer(browser, { viewport: DESKTOP })
  await page.clock.install()
  await page.goto(`${origin}/?sort=name`)
  await signIn(page)
  const updated = () => page.locator('#updated').innerText()
  await expect.poll(updated).toMatch(/^Updated \d\d:\d\d:\d\d UTC$/)
  const first = await updated()
  await page.clock.runFor(4_000)
  await expect.poll(updated).not.toBe(first)
  const last = await updated()

  await page.context().setOffline(true)
  // The last refresh was up to three seconds ago, and the clock also goes by itself.
  await page.clock.runFor(4_000)
  const notice = page.getByRole('status').and(page.locator('#out-of-date'))
  expect(await notice.innerText()).toBe('')
  await page.clock.runFor(10_000)
  const words = `This page is out of date since ${last.replace('Updated ', '')}; trying again.`
  await expect.poll(() => notice.innerText()).toBe(words)
  expect(await isOnScreen(page, notice)).toBe(true)
  await takeScreenshot(page, 'status-out-of-date')
  await page.context().setOffline(false)
  await page.clock.runFor(4_000)
  await expect.poll(() => notice.innerText()).toBe('')
  expect(await updated()).not.toBe(last)
})

test('every page leads to the accounts, the API’s reference and a test of the notices', async () => {
  const page = await open('/accounts/500003')
  const footer = page.getByRole('contentinfo')
  expect(await footer.innerText()).toMatch(/Version \d+\.\d+\.\d+/)
  await footer.getByRole('link', { name: 'Test the notices' }).click()
  await page.getByRole('button', { name: 'Send a test notice' }).waitFor()
  await page.getByRole('link', { name: 'API reference' }).click()
  await page.getByRole('heading', { name: 'API reference' }).waitFor()
  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
  await page.getByRole('heading', { name: 'Accounts', exact: true }).waitFor()
})
