import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/browser/chromium.ts'
import { newCustomer, takeScreenshot } from '../support/browser/customer.ts'
import type { WebFixture } from '../support/fixtures/web-fixture.ts'
import { openManyAccountsFixture, TEMPORAL_UI } from '../support/fixtures/many-accounts-fixture.ts'
import {
  isMarked,
  markPage,
  namesOn,
  openMenu,
  openSignedIn,
  rowOf,
  signIn,
} from '../support/browser/operators-browser.ts'
import { countOf } from '../support/browser/read-page.ts'

let browser: Browser
let web: WebFixture
let origin: string

beforeAll(async () => {
  browser = await launchChromium()
  web = await openManyAccountsFixture({ count: 5_000, linked: 1 })
  origin = web.service.config.http.publicUrl
})
afterAll(async () => {
  await web.close()
  await browser.close()
})

const open = (path: string, options?: BrowserContextOptions) =>
  openSignedIn(browser, origin + path, options)

describe('the list of 5,000 accounts', () => {
  test('is filtered, searched, sorted and read page by page', async () => {
    const page = await open('/')
    const chips = page.getByRole('navigation', { name: 'Filter by state' })
    expect((await chips.innerText()).split(/\n+/)).toEqual([
      'All 5,000',
      'Not linked 4',
      'Active 4,941',
      'Paused 45',
      'Needs relink 0',
      'Waiting for quota 0',
      'Failing 10',
    ])
    // Trouble comes first, then the account with the oldest last success.
    const names = await namesOn(page)
    expect(names.slice(0, 2)).toEqual(['Customer 00250', 'Customer 00750'])
    expect(names.slice(10, 12)).toEqual(['Customer 00001', 'Customer 00002'])
    await takeScreenshot(page, 'status-accounts')
    await page.getByLabel('Sort').selectOption('Longest without success first')
    await page.getByRole('button', { name: 'Show' }).click()
    // Paused accounts, which expect none, come last.
    expect((await namesOn(page)).slice(0, 2)).toEqual(['Customer 00001', 'Customer 00002'])

    await chips.getByRole('link', { name: 'Failing' }).click()
    expect(await namesOn(page)).toHaveLength(10)
    expect(await rowOf(page, '500250').innerText()).toContain('ON24 refuses')

    await chips.getByRole('link', { name: 'All' }).click()
    await page.getByLabel('Sort').selectOption('By name')
    await page.getByLabel('Name or id').fill('customer 004')
    await page.getByRole('button', { name: 'Show' }).click()
    const first = await namesOn(page)
    expect(first).toHaveLength(50)
    expect(first[0]).toBe('Customer 00400')
    expect(await chips.innerText()).toContain('All 100')
    await page.getByRole('link', { name: 'Next' }).click()
    const second = await namesOn(page)
    expect([...first, ...second]).toEqual(
      Array.from({ length: 100 }, (_, index) => `Customer ${String(400 + index).padStart(5, '0')}`),
    )
    expect(await countOf(page.getByRole('link', { name: 'Next' }))).toBe(0)
    await page.getByRole('link', { name: 'Previous' }).click()
    expect(await namesOn(page)).toEqual(first)
    expect(await countOf(page.getByRole('link', { name: 'Previous' }))).toBe(0)
    await page.getByRole('link', { name: 'Next' }).click()
    expect(await namesOn(page)).toEqual(second)
    await page.getByRole('link', { name: 'First page' }).click()
    expect(await namesOn(page)).toEqual(first)

    const [linked] = web.service.sandbox.world.accounts
    const { on24ClientId, name } = linked ?? expect.fail('no account')
    await page.getByLabel('Name or id').fill(on24ClientId)
    await page.getByRole('button', { name: 'Show' }).click()
    expect(await namesOn(page)).toEqual([name])
    const chart = rowOf(page, on24ClientId).getByRole('img')
    expect(await chart.getAttribute('aria-label')).toMatch(
      /^Contacts written in the latest 1 run, oldest first: \d+$/,
    )
    const temporal = (await openMenu(page, on24ClientId)).getByRole('link', { name: 'Temporal' })
    expect(await temporal.getAttribute('href')).toBe(
      `${TEMPORAL_UI}/namespaces/default/schedules/account-sync%2F${on24ClientId}`,
    )
  })

  test('refreshes itself in place, and moves nothing that has not changed', async () => {
    const page = await newCustomer(browser)
    await page.clock.install()
    await page.goto(`${origin}/?sort=name&search=customer+01`)
    await signIn(page)
    await page.getByLabel('Name or id').fill('typed')
    await page.getByLabel('Choose Customer 01040').check()
    await page.getByLabel('Choose Customer 01042').check()
    await openMenu(page, '501040')
    const link = page.locator('#pause-501040')
    await link.focus()
    await markPage(page)
    await page.evaluate('document.getElementById("account-501042").isTheSame = true')
    const scrolled = await page.evaluate('scrollY')
    expect(scrolled).toBeGreaterThan(0)

    const rejects = (reason: string | null) =>
      web.service.store
        .updateTable('account')
        .set({ failingSince: reason === null ? null : new Date(), failingReason: reason })
        .where('on24ClientId', 'in', ['501040', '501041'])
        .execute()
    await rejects('Quite new')
    await page.clock.runFor(5_000)
    await rowOf(page, '501040').getByText('Quite new').waitFor()
    await rowOf(page, '501041').getByText('Quite new').waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('pause-501040')
    expect(await page.evaluate('scrollY')).toBe(scrolled)
    expect(await page.getByLabel('Name or id').inputValue()).toBe('typed')
    expect(await isMarked(page)).toBe(true)
    expect(await link.isVisible()).toBe(true)
    // Also in a row that has changed.
    expect(await page.getByLabel('Choose Customer 01040').isChecked()).toBe(true)
    expect(await page.getByLabel('Choose Customer 01042').isChecked()).toBe(true)
    const neighbour = 'document.getElementById("account-501042").isTheSame'
    expect(await page.evaluate(neighbour)).toBe(true)

    // A hidden tab sends no requests.
    const hide = (isHidden: boolean) =>
      page.evaluate(`
        Object.defineProperty(document, 'hidden', { value: ${String(isHidden)}, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))`)
    await rejects(null)
    await hide(true)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.clock.runFor(60_000)
    expect(asked).toEqual([])
    await hide(false)
    await rowOf(page, '501040').getByText('Active').waitFor()
  })

  test('goes to the sign-in when the session has ended, and returns', async () => {
    const path = '/?state=failing&sort=name'
    const page = await open(path)
    await page.context().clearCookies()
    await page.waitForURL('**/sign-in?next=*')
    await signIn(page, 'wrong')
    await page.getByRole('alert').waitFor()
    await signIn(page)
    await page.waitForURL(origin + path)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    await page.goto(origin + path)
    await page.waitForURL('**/sign-in?next=*')
  })
})

test('a customer is invited from an account’s page, and the link survives a reload', async () => {
  const page = await open('/accounts/501000')
  await page.getByRole('link', { name: 'Invite the customer' }).click()
  await page.getByRole('button', { name: 'Invite the customer' }).click()
  const url = await page.getByLabel('Link').inputValue()
  expect(url.startsWith(`${origin}/link/`)).toBe(true)
  expect(page.url()).not.toContain(url.slice(-20))
  await page.reload()
  expect(await page.getByLabel('Link').inputValue()).toBe(url)
  await page.goto(url)
  expect(await page.locator('main').innerText()).toContain('Customer 01000')
})

test('operations on an account that is not linked or not registered are answered with a message', async () => {
  const page = await open('/accounts/501000/pause')
  await page.getByRole('button', { name: 'Pause' }).click()
  expect(await page.locator('h1').innerText()).toBe('The account is not linked')
  const missing = await page.goto(`${origin}/accounts/999999`)
  expect(missing?.status()).toBe(404)
  expect(await page.locator('h1').innerText()).toBe('This ON24 client is not registered')
})
