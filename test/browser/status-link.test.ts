import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeStatusLink } from '../../src/accounts/status-link.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { markNeedsRelink } from '../../src/store/accounts/account-state.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import { newCustomer, overflowOf, submit, takeScreenshot } from '../support/browser/customer.ts'
import { openSignedIn } from '../support/browser/operators-browser.ts'
import { findings } from '../support/browser/page-findings.ts'
import { openManyAccountsFixture } from '../support/fixtures/many-accounts-fixture.ts'
import type { WebFixture } from '../support/fixtures/web-fixture.ts'
import { countOf } from '../support/browser/read-page.ts'

const PHONE = { width: 375, height: 740 }

let browser: Browser
let web: WebFixture

beforeAll(async () => {
  browser = await launchChromium()
  web = await openManyAccountsFixture({ count: 2, linked: 2 })
})
afterAll(async () => {
  await web.close()
  await browser.close()
})

const accountAt = (index: number) =>
  web.service.sandbox.world.accounts[index] ?? expect.fail('too few accounts')

async function linkOf({ on24ClientId }: WorldAccount): Promise<string> {
  const noAudit = () => Promise.resolve()
  return (await makeStatusLink(web.service, on24ClientId, 'operator:test', noAudit)).url
}

async function open(account: WorldAccount, options: BrowserContextOptions = {}) {
  const page = await newCustomer(browser, { viewport: PHONE, ...options })
  await page.goto(await linkOf(account))
  return page
}

describe('the customer’s own page', () => {
  test.each([
    { name: 'light', colorScheme: 'light', javaScriptEnabled: true },
    { name: 'dark', colorScheme: 'dark', javaScriptEnabled: true },
  ] as const)('passes axe and fits a phone, $name', async ({ name, ...look }) => {
    const page = await open(accountAt(0), { ...look, bypassCSP: true })
    await page.getByRole('heading', { name: 'Your webinars', exact: true }).waitFor()
    expect(await findings(page)).toEqual([])
    expect(await overflowOf(page)).toBe(0)
    await takeScreenshot(page, `status-link-${name}`)
  })

  test('shows times in the account’s zone, with the reader’s beside them where it is another', async () => {
    const account = accountAt(0)
    const { timeZone } = await getAccount(web.service.store, account.on24ClientId)
    const far = timeZone === 'Asia/Kolkata' ? 'Asia/Tokyo' : 'Asia/Kolkata'
    const last = (page: Page) => page.locator('dd time').first()
    const elsewhere = await open(account, { timezoneId: far })
    expect(await last(elsewhere).innerText()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d [A-Z]/)
    expect(await last(elsewhere).getAttribute('data-local')).toMatch(/\d\d:\d\d GMT\+/)
    const there = await open(account, { timezoneId: timeZone })
    expect(await countOf(there.locator('time[data-local]'))).toBe(0)
    const plain = await open(account, { javaScriptEnabled: false })
    expect(await last(plain).innerText()).toBe(await last(there).innerText())
    expect(await plain.locator('main').innerText()).toContain(account.on24ClientId)
    expect(await overflowOf(plain)).toBe(0)
  })

  test.each([{ javaScriptEnabled: true }, { javaScriptEnabled: false }])(
    'leads to the form while a relink is needed; JavaScript: $javaScriptEnabled',
    async ({ javaScriptEnabled }) => {
      const account = accountAt(javaScriptEnabled ? 0 : 1)
      const { store } = web.service
      const at = web.service.sandbox.clock.now()
      const page = await open(account, { javaScriptEnabled })
      expect(await countOf(page.getByRole('button'))).toBe(0)
      await markNeedsRelink(store, account.on24ClientId, 'Act-On refused the password.', at)
      await page.reload()
      await page.getByText('Act-On ended our access').waitFor()
      await takeScreenshot(page, `status-link-relink-${String(javaScriptEnabled)}`)
      const url = page.url()
      await page.getByRole('button', { name: 'Sign in again' }).click()
      await page.getByRole('heading', { name: 'Renew the link to Act-On' }).waitFor()
      await submit(page, web.addUser(account))
      await page.waitForURL('**/link/done')
      await page.goto(url)
      expect(await countOf(page.getByRole('button'))).toBe(0)
    },
  )
})

test('an operator makes the link in the account’s settings, and withdraws it', async () => {
  const { on24ClientId, name } = accountAt(1)
  const origin = web.service.config.http.publicUrl
  const operator = await openSignedIn(browser, `${origin}/accounts/${on24ClientId}/settings`)
  await operator.getByRole('button', { name: /^Make a( new)? link$/ }).click()
  await operator.getByText('The link to the customer’s page is made').waitFor()
  const url = await operator.locator('#status-link-url').inputValue()
  const customer = await newCustomer(browser)
  await customer.goto(url)
  expect(await customer.locator('main').innerText()).toContain(name)
  await operator.getByRole('button', { name: 'Withdraw' }).click()
  await operator.getByText('The link to the customer’s page is withdrawn').waitFor()
  await customer.reload()
  await customer.getByRole('heading', { name: 'This link does not work' }).waitFor()
})
