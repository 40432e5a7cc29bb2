import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WorldAccount } from '../../src/sandbox/world/accounts.ts'
import { launchChromium } from '../support/chromium.ts'
import { newCustomer, overflowOf, PHONE, submit, takeScreenshot } from '../support/customer.ts'
import { type LinkingWeb, openLinkingWeb } from '../support/linking-web.ts'

let browser: Browser
let web: LinkingWeb

beforeAll(async () => {
  browser = await launchChromium()
  web = await openLinkingWeb({ world: { size: { accounts: 3 } } })
})
afterAll(async () => {
  await web.close()
  await browser.close()
})

function accountAt(index: number): WorldAccount {
  return web.service.sandbox.world.accounts[index] ?? expect.fail('too few accounts')
}

/** From the invitation to the first contacts in Act-On, and back to what the page says about them. */
async function wholeWay(
  account: WorldAccount,
  options: { readonly javaScriptEnabled: boolean; readonly viewport?: typeof PHONE },
): Promise<void> {
  const name = [
    options.javaScriptEnabled ? 'with' : 'without',
    'script',
    ...(options.viewport ? ['phone'] : []),
  ].join('-')
  const page = await newCustomer(browser, options)
  await page.goto(await web.invite(account))
  const text = await page.locator('main').innerText()
  expect(text).toContain(account.name)
  expect(text).toContain(account.on24ClientId)
  expect(text).toContain('every six hours')
  expect(text).toContain('password is kept, encrypted')
  expect(await overflowOf(page)).toBe(0)
  await takeScreenshot(page, `link-page-${name}`)

  await submit(page, account.actOn)
  await page.waitForURL('**/link/done')
  expect(await page.locator('main').innerText()).toContain(account.actOn.accountName)
  expect(await page.locator('main').innerText()).toContain(`folder ${account.on24ClientId}`)
  expect(await overflowOf(page)).toBe(0)
  // It refreshes itself: nobody presses anything.
  await page.getByText('Done', { exact: true }).waitFor({ timeout: 60_000 })
  await takeScreenshot(page, `link-done-${name}`)

  const lists = web.service.sandbox.actOn
    .lists(account.actOn.accountId)
    .filter(({ folderName }) => folderName === account.on24ClientId)
  const contacts = lists.reduce((sum, { rows }) => sum + rows.length, 0)
  expect(contacts).toBeGreaterThan(0)
  expect(await page.locator('main').innerText()).toContain(
    `There are ${String(contacts)} contacts in ${String(lists.length)} lists in Act-On now.`,
  )
  expect(await page.locator('progress').count()).toBe(0)
}

describe('the way from an invitation to the first contacts in Act-On', () => {
  test('is gone in a browser', async () => {
    await wholeWay(accountAt(0), { javaScriptEnabled: true })
  })

  test('is gone without JavaScript', async () => {
    await wholeWay(accountAt(1), { javaScriptEnabled: false })
  })

  test('is gone on a screen 360 pixels wide', async () => {
    await wholeWay(accountAt(2), { javaScriptEnabled: true, viewport: PHONE })
  })
})
