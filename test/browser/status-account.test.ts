import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backfillId, syncScheduleId } from '../../src/contracts/temporal-names.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { listWebinars } from '../../src/store/webinars/webinar-page.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import { takeScreenshot } from '../support/browser/customer.ts'
import type { WebFixture } from '../support/fixtures/web-fixture.ts'
import { openManyAccountsFixture } from '../support/fixtures/many-accounts-fixture.ts'
import {
  isMarked,
  markPage,
  openMenu,
  openSignedIn,
  openTab,
  rowOf,
} from '../support/browser/operators-browser.ts'
import { countOf } from '../support/browser/read-page.ts'

let browser: Browser
let web: WebFixture
let origin: string
let linked: readonly WorldAccount[]

/** Each test has a linked account of its own, or shares one with a test that leaves it unchanged. */
beforeAll(async () => {
  browser = await launchChromium()
  web = await openManyAccountsFixture({ count: 5, linked: 3 })
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

describe('an account at work', () => {
  test('is paused from the list and resumed from its page, and both show it live', async () => {
    const { on24ClientId, name } = accountAt(0)
    const page = await open(`/?search=${on24ClientId}`)
    await (await openMenu(page, on24ClientId)).getByRole('link', { name: 'Pause' }).click()
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
    await page.locator('#state').getByText('Active', { exact: true }).waitFor()
    await expect.poll(() => isPaused(on24ClientId)).toBe(false)
    // Resuming starts a run at once.
    await page.locator('#runs-rows tr').nth(1).waitFor()
    expect(await isMarked(page)).toBe(true)
    await takeScreenshot(page, 'status-account')
  })

  test('explains a person, whose address is never part of a URL', async () => {
    const { on24ClientId, actOn } = accountAt(1)
    const page = await open(`/accounts/${on24ClientId}`)
    await page.getByRole('link', { name: 'Explain a person' }).click()
    const ask = async (person: string) => {
      await page.getByLabel('E-mail address or ON24 registrant id').fill(person)
      await page.getByRole('button', { name: 'Explain' }).click()
    }
    await ask('nobody.zq7canary@example.com')
    await page.getByText('Nothing is known of this person').waitFor()
    const [row] = web.service.sandbox.actOn
      .lists(actOn.accountId)
      .filter(({ folderName }) => folderName === on24ClientId)
      .flatMap(({ rows }) => rows)
    const email = row?.cells['Email Address'] ?? expect.fail('no contact')
    await ask(email)
    await page.getByText('Its row is in the list').first().waitFor()
    await page.getByText('A new row was written').first().waitFor()
    expect(page.url()).toBe(`${origin}/accounts/${on24ClientId}/explain`)
    expect(await page.locator('main section').first().innerText()).not.toContain(email)
    await page.getByLabel('ON24 event id').fill('none')
    await ask(email)
    expect(await page.getByRole('alert').innerText()).toContain('must be the ON24 event id')
    await takeScreenshot(page, 'status-explain')
  })

  test('is backfilled for a valid range of days, after a page with a form', async () => {
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
    await openTab(page, 'Runs')
    await page.locator('#runs').getByText('2020-01-01 to 2020-02-01').waitFor()
    const range = { from: '2020-01-01', to: '2020-02-01', dryRun: false }
    const workflow = web.service.client.workflow.getHandle(backfillId(on24ClientId, range))
    expect((await workflow.describe()).type).toBe('accountBackfill')
  })

  test('has webinars that are excluded and included again, with audit entries', async () => {
    const { on24ClientId } = accountAt(1)
    const { store, sandbox, config } = web.service
    const scope = { contentTypes: config.on24.contentTypes, now: sandbox.clock.now() }
    const first = async () => {
      const [webinar] = (await listWebinars(store, on24ClientId, scope, { limit: 1 })).items
      return webinar ?? expect.fail('no webinar')
    }
    const { eventId } = await first()
    const page = await open(`/accounts/${on24ClientId}/webinars`)
    const webinar = page.locator(`#webinar-${eventId}`)
    await webinar.getByRole('link', { name: 'Exclude' }).click()
    await page.getByRole('button', { name: 'Exclude' }).click()
    await page.getByText('The webinar is now excluded.').waitFor()
    expect(new URL(page.url()).hash).toBe(`#webinar-${eventId}`)
    expect(await first()).toMatchObject({ eventId, excluded: true })
    expect(await webinar.innerText()).toContain('Excluded')
    await webinar.getByRole('link', { name: 'Include' }).click()
    await page.getByRole('button', { name: 'Include' }).click()
    await page.getByText('The webinar is included again').waitFor()
    expect(await first()).toMatchObject({ eventId, excluded: false })
    await openTab(page, 'Audit')
    const trail = await page.locator('#audit-rows').innerText()
    expect(trail).toMatch(/Operator test included a webinar again[^]*Operator test excluded/)
    expect(trail).toContain(eventId)
  })

  test('has lists that are rebuilt, after a page that says what happens', async () => {
    const { on24ClientId, actOn } = accountAt(1)
    const { store, sandbox, config } = web.service
    const scope = { contentTypes: config.on24.contentTypes, now: sandbox.clock.now() }
    const { items } = await listWebinars(store, on24ClientId, scope, { limit: 50 })
    const { eventId = '', listName = '' } = items.find(({ listId }) => listId !== null) ?? {}
    const path = `/accounts/${on24ClientId}/webinars`
    const page = await open(path)
    await page.locator(`#webinar-${eventId}`).getByRole('link', { name: 'Rebuild' }).click()
    const words = await page.locator('main').innerText()
    expect(words).toContain(listName)
    expect(words).toContain(actOn.timeZone)
    await page.getByRole('button', { name: 'Rebuild' }).click()
    await page.getByText('The list will be written again: a run was requested.').waitFor()
    expect(page.url()).toBe(origin + path)
    await openTab(page, 'Audit')
    expect(await page.locator('#audit-rows').innerText()).toMatch(
      /requested that a list is written again/,
    )
    // Nobody can rebuild what is excluded.
    await openTab(page, 'Webinars')
    const webinar = page.locator(`#webinar-${eventId}`)
    await webinar.getByRole('link', { name: 'Exclude' }).click()
    await page.getByRole('button', { name: 'Exclude' }).click()
    await page.getByText('The webinar is now excluded.').waitFor()
    expect(await countOf(webinar.getByRole('link', { name: 'Rebuild' }))).toBe(0)
    await page.goto(`${origin}/accounts/${on24ClientId}/webinars/${eventId}/rebuild`)
    expect(await page.locator('h1').innerText()).toBe('No run reads this webinar')
    expect(await countOf(page.getByRole('button', { name: 'Rebuild' }))).toBe(0)
  })

  test('is paused and resumed without JavaScript', async () => {
    const { on24ClientId } = accountAt(2)
    const path = `/?search=${on24ClientId}`
    const page = await open(path, { javaScriptEnabled: false })
    const ask = async (action: string, says: string) => {
      await (await openMenu(page, on24ClientId)).getByRole('link', { name: action }).click()
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
