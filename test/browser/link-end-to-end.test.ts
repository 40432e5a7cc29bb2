import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import {
  newCustomer,
  overflowOf,
  PHONE,
  submit,
  takeScreenshot,
} from '../support/browser/customer.ts'
import { type WebFixture, openWebFixture } from '../support/fixtures/web-fixture.ts'
import { countOf } from '../support/browser/read-page.ts'

let browser: Browser
let web: WebFixture

beforeAll(async () => {
  browser = await launchChromium()
  web = await openWebFixture({ world: { size: { accounts: 2 } } })
})
afterAll(async () => {
  await web.close()
  await browser.close()
})

function accountAt(index: number): WorldAccount {
  return web.service.sandbox.world.accounts[index] ?? expect.fail('too few accounts')
}

/** The number of contacts in each list of the account's folder, as the sandbox's Act-On shows them to a user. */
async function listsInActOn(page: Page, account: WorldAccount): Promise<number[]> {
  await page.goto(`${web.service.sandbox.actOn.viewUrl}/${account.actOn.accountId}`)
  await page.getByRole('link', { name: account.on24ClientId, exact: true }).click()
  const urls = await page
    .locator('tbody tr a')
    .evaluateAll((links) => links.map((link) => String(link)))
  const counts: number[] = []
  for (const url of urls) {
    await page.goto(url)
    counts.push(await countOf(page.locator('tbody tr')))
  }
  return counts
}

describe('on a screen 360 pixels wide, from an invitation to the first contacts in Act-On', () => {
  test.each([
    { name: 'with JavaScript', javaScriptEnabled: true, index: 0 },
    { name: 'without JavaScript', javaScriptEnabled: false, index: 1 },
  ])('works $name', async ({ name, javaScriptEnabled, index }) => {
    const account = accountAt(index)
    const page = await newCustomer(browser, { javaScriptEnabled, viewport: PHONE })
    const picture = name.replaceAll(' ', '-')
    const main = page.locator('main')
    await page.goto(await web.invite(account))
    expect(await main.innerText()).toContain(
      `the ON24 account ${account.name} (client id ${account.on24ClientId})`,
    )
    expect(await main.innerText()).toContain('Your password is stored encrypted')
    expect(await overflowOf(page)).toBe(0)
    await takeScreenshot(page, `link-page-${picture}`)

    await submit(page, account.actOn)
    await page.waitForURL('**/link/done')
    expect(await main.innerText()).toContain(`the Act-On account ${account.actOn.accountName}`)
    expect(await main.innerText()).toContain(`in the folder ${account.on24ClientId}`)
    expect(await overflowOf(page)).toBe(0)
    await takeScreenshot(page, `link-syncing-${picture}`)

    // The page refreshes itself, without any click.
    await page.getByText('Done', { exact: true }).waitFor({ timeout: 60_000 })
    expect(await countOf(page.locator('progress'))).toBe(0)
    await takeScreenshot(page, `link-done-${picture}`)
    const said = await main.innerText()
    const lists = await listsInActOn(page, account)
    const contacts = lists.reduce((sum, count) => sum + count, 0)
    expect(contacts).toBeGreaterThan(0)
    expect(said).toContain(
      `There are now ${String(contacts)} contacts in ${String(lists.length)} lists in Act-On.`,
    )
  })
})
