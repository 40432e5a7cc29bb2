import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backfillId, syncScheduleId } from '../../src/contracts/temporal-names.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { listWebinars } from '../../src/store/webinars/webinar-page.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import { newCustomer, takeScreenshot } from '../support/browser/customer.ts'
import type { LinkingWeb } from '../support/fixtures/linking-web.ts'
import { openManyAccounts, TEMPORAL_UI } from '../support/fixtures/many-accounts.ts'
import {
  isMarked,
  markPage,
  namesOn,
  openSignedIn,
  rowOf,
  signIn,
} from '../support/browser/operators-browser.ts'

let browser: Browser
let web: LinkingWeb
let origin: string
let linked: readonly WorldAccount[]

/** Three of the accounts are at work: each of them belongs to a test of its own. */
beforeAll(async () => {
  browser = await launchChromium()
  web = await openManyAccounts({ count: 5_000, linked: 3 })
  origin = web.service.config.http.publicUrl
  linked = web.service.sandbox.world.accounts
})
afterAll(async () => {
  await web.close()
  await browser.close()
})

const accountAt = (index: number) => linked[index] ?? expect.fail('too few accounts')
const open = (path: string, options?: BrowserContextOptions) =>
  openSignedIn(browser, origin + path, options)
const isPaused = async (on24ClientId: string) => {
  const schedule = web.service.client.schedule.getHandle(syncScheduleId(on24ClientId))
  return (await schedule.describe()).state.paused
}

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
    // Whoever has waited longest for a success is first; who is paused waits for none.
    expect((await namesOn(page)).slice(0, 2)).toEqual(['Customer 00001', 'Customer 00002'])
    await takeScreenshot(page, 'status-accounts')

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
    await page.getByRole('link', { name: 'Next page' }).click()
    const second = await namesOn(page)
    expect([...first, ...second]).toEqual(
      Array.from({ length: 100 }, (_, index) => `Customer ${String(400 + index).padStart(5, '0')}`),
    )
    expect(await page.getByRole('link', { name: 'Next page' }).count()).toBe(0)
    await page.getByRole('link', { name: 'First page' }).click()
    expect(await namesOn(page)).toEqual(first)

    const { on24ClientId, name } = accountAt(0)
    await page.getByLabel('Name or id').fill(on24ClientId)
    await page.getByRole('button', { name: 'Show' }).click()
    expect(await namesOn(page)).toEqual([name])
    const chart = rowOf(page, on24ClientId).getByRole('img')
    expect(await chart.getAttribute('aria-label')).toMatch(
      /^Contacts written in the latest 1 run, oldest first: \d+$/,
    )
    const temporal = rowOf(page, on24ClientId).getByRole('link', { name: 'Temporal' })
    expect(await temporal.getAttribute('href')).toBe(
      `${TEMPORAL_UI}/namespaces/default/schedules/account-sync%2F${on24ClientId}`,
    )
  })

  test('brings itself up to date where somebody is, and moves nothing that has not changed', async () => {
    const page = await newCustomer(browser)
    await page.clock.install()
    await page.goto(`${origin}/?sort=name&search=customer+01`)
    await signIn(page)
    await page.getByLabel('Name or id').fill('typed')
    const button = page.locator('#pause-501040')
    await button.focus()
    await button.scrollIntoViewIfNeeded()
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
    const neighbour = 'document.getElementById("account-501042").isTheSame'
    expect(await page.evaluate(neighbour)).toBe(true)

    // In a tab that nobody sees nothing is asked for.
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

  test('goes to the sign-in when the session has ended, and comes back', async () => {
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

describe('an account at work', () => {
  test('is paused from the list and resumed from its page, and both say so live', async () => {
    const { on24ClientId, name } = accountAt(0)
    const page = await open(`/?search=${on24ClientId}`)
    await rowOf(page, on24ClientId).getByRole('link', { name: 'Pause' }).click()
    expect(await page.locator('h1').innerText()).toBe(`Pause: ${name}`)
    expect(await isPaused(on24ClientId)).toBe(false)
    await page.getByLabel('Reason').fill('Asked for by the customer')
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.waitForURL(`${origin}/?search=${on24ClientId}`)
    await page.getByText('Pause requested.').waitFor()
    await markPage(page)
    await rowOf(page, on24ClientId).getByText('Paused', { exact: true }).waitFor()
    await rowOf(page, on24ClientId).getByText('Asked for by the customer').waitFor()
    await expect.poll(() => isPaused(on24ClientId)).toBe(true)

    await rowOf(page, on24ClientId).getByRole('link', { name }).first().click()
    await page.getByRole('link', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByText('Resume requested.').waitFor()
    await markPage(page)
    await page.locator('#standing').getByText('Active', { exact: true }).waitFor()
    await expect.poll(() => isPaused(on24ClientId)).toBe(false)
    // A run was started at once.
    await page.locator('#runs-rows tr').nth(1).waitFor()
    expect(await isMarked(page)).toBe(true)
    await takeScreenshot(page, 'status-account')
  })

  test('is backfilled for days that can be, after a page that asks', async () => {
    const { on24ClientId } = accountAt(1)
    const page = await open(`/accounts/${on24ClientId}`)
    await page.getByRole('link', { name: 'Backfill' }).click()
    const ask = async (from: string, to: string) => {
      await page.getByLabel('From').fill(from)
      await page.getByLabel('To', { exact: true }).fill(to)
      await page.getByRole('button', { name: 'Backfill' }).click()
    }
    await ask('2020-02-01', '2020-01-01')
    expect(await page.getByRole('alert').innerText()).toContain('must not be after to')
    await ask('2020-01-01', '2020-02-01')
    await page.getByText('Backfill requested.').waitFor()
    await page.locator('#runs').getByText('2020-01-01 to 2020-02-01').waitFor()
    const range = { from: '2020-01-01', to: '2020-02-01', dryRun: false }
    const workflow = web.service.client.workflow.getHandle(backfillId(on24ClientId, range))
    expect((await workflow.describe()).type).toBe('accountBackfill')
  })

  test('has webinars that are left out and brought back, which the audit trail tells', async () => {
    const { on24ClientId } = accountAt(1)
    const { store, sandbox, config } = web.service
    const scope = { contentTypes: config.on24.contentTypes, now: sandbox.clock.now() }
    const first = async () => {
      const [webinar] = (await listWebinars(store, on24ClientId, scope, { limit: 1 })).items
      return webinar ?? expect.fail('no webinar')
    }
    const { eventId } = await first()
    const page = await open(`/accounts/${on24ClientId}`)
    const webinar = page.locator(`#webinar-${eventId}`)
    await webinar.getByRole('button', { name: 'Exclude' }).click()
    await page.getByText('The webinar is now excluded.').waitFor()
    expect(new URL(page.url()).hash).toBe(`#webinar-${eventId}`)
    expect(await first()).toMatchObject({ eventId, excluded: true })
    expect(await webinar.innerText()).toContain('Excluded')
    await webinar.getByRole('button', { name: 'Include' }).click()
    await page.getByText('The webinar is included again').waitFor()
    expect(await first()).toMatchObject({ eventId, excluded: false })
    const trail = await page.locator('#audit-rows').innerText()
    expect(trail).toMatch(/operator:test\s+included\s+[^]*operator:test\s+excluded/)
    expect(trail).toContain(eventId)
  })

  test('is paused and resumed without JavaScript', async () => {
    const { on24ClientId } = accountAt(2)
    const path = `/?search=${on24ClientId}`
    const page = await open(path, { javaScriptEnabled: false })
    const ask = async (action: string, says: string) => {
      await rowOf(page, on24ClientId).getByRole('link', { name: action }).click()
      await page.getByRole('button', { name: action }).click()
      await page.waitForURL(origin + path)
      expect(await page.getByRole('status').innerText()).toContain(says)
    }
    const becomes = (state: string) =>
      expect
        .poll(
          async () => {
            await page.getByRole('link', { name: 'Refresh' }).click()
            return rowOf(page, on24ClientId).innerText()
          },
          { timeout: 20_000, interval: 300 },
        )
        .toContain(state)
    await ask('Pause', 'Pause requested.')
    await becomes('Paused')
    await expect.poll(() => isPaused(on24ClientId)).toBe(true)
    await ask('Resume', 'Resume requested.')
    await becomes('Active')
    await expect.poll(() => isPaused(on24ClientId)).toBe(false)
  })

  test('cannot be paused by a form on another site, though the operator is signed in', async () => {
    const { on24ClientId } = accountAt(2)
    const page = await open('/')
    await page.route('http://localhost/elsewhere', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${origin}/accounts/${on24ClientId}/pause"><button>Win</button></form>`,
      }),
    )
    await page.goto('http://localhost/elsewhere')
    const answer = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button', { name: 'Win' }).click()
    expect((await answer).status()).toBe(403)
    expect(await page.locator('h1').innerText()).toBe('This form was not accepted')
    expect(await isPaused(on24ClientId)).toBe(false)
  })
})

test('a customer is invited from the page of an account, with a link that outlives a reload of the page', async () => {
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

test('what is asked of an account that is not linked or not there is answered in words', async () => {
  const page = await open('/accounts/501000/pause')
  await page.getByRole('button', { name: 'Pause' }).click()
  expect(await page.locator('h1').innerText()).toBe('The account is not linked')
  const missing = await page.goto(`${origin}/accounts/999999`)
  expect(missing?.status()).toBe(404)
  expect(await page.locator('h1').innerText()).toBe('This ON24 client is not registered')
})
