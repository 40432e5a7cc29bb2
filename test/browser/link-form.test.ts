import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../sandbox/world/accounts.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import { fillIn, newCustomer, submit, takeScreenshot } from '../support/browser/customer.ts'
import { type WebFixture, openWebFixture } from '../support/fixtures/web-fixture.ts'
import { portOf } from '../support/servers/port-of.ts'
import { countOf } from '../support/browser/read-page.ts'

const HOUR_MS = 3_600_000

let browser: Browser
let web: WebFixture
let sandbox: Sandbox
let account: WorldAccount

beforeAll(async () => {
  browser = await launchChromium()
  web = await openWebFixture({ world: { preset: 'empty' } })
  sandbox = web.service.sandbox
  account = sandbox.world.accounts[0] ?? expect.fail('no account')
})
afterAll(async () => {
  await web.close()
  await browser.close()
})
// Resets the hourly limits for the next test.
beforeEach(() => sandbox.clock.advance(1.1 * HOUR_MS))

const signIns = () => sandbox.ledger.calls().filter(({ endpoint }) => endpoint === 'token').length

/** Delays Act-On's answer to the sign-in long enough for a second click. */
function slowDown(): void {
  sandbox.faults.add({ vendor: 'actOn', endpoint: 'token', effect: { delayMs: 800 } })
}

describe('the form', () => {
  test.each([true, false])(
    'links once when Submit is clicked twice; JavaScript: %s',
    async (javaScriptEnabled) => {
      const page = await newCustomer(browser, { javaScriptEnabled })
      await page.goto(await web.invite(account))
      await fillIn(page, web.addUser(account))
      const before = signIns()
      slowDown()
      await page.getByRole('button', { name: 'Submit' }).dblclick()
      await page.waitForURL('**/link/done')
      expect(signIns()).toBe(before + 1)
    },
  )

  test('shows that it is being checked, and cannot be sent again until the answer', async () => {
    const page = await newCustomer(browser)
    const url = await web.invite(account)
    await page.goto(url)
    // Simulates a customer who stops the page while it is loading.
    await page.route(url, (route) => route.abort('aborted'))
    await submit(page, web.addUser(account))
    await page.getByText('Checking with Act-On…').waitFor()
    expect(await page.getByRole('button').isDisabled()).toBe(true)
    await takeScreenshot(page, 'link-checking')
    await page.unroute(url)

    await page.evaluate('dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))')
    expect(await countOf(page.getByText('Checking with Act-On…'))).toBe(0)
    await submit(page, web.addUser(account))
    await page.waitForURL('**/link/done')
  })

  test('cannot be used after linking, neither by the back button nor in a second tab', async () => {
    const url = await web.invite(account)
    const page = await newCustomer(browser)
    const secondTab = await page.context().newPage()
    await secondTab.goto(url)
    await page.goto(url)
    await submit(page, web.addUser(account))
    await page.waitForURL('**/link/done')
    const before = signIns()

    await page.goBack()
    expect(await page.locator('h1').innerText()).toBe('This link is used up, or not valid')
    await submit(secondTab, web.addUser(account))
    await secondTab.getByRole('heading', { name: 'This link is used up, or not valid' }).waitFor()
    expect(signIns()).toBe(before)
  })

  test('can be sent again after the back button brought it back from a failure', async () => {
    const page = await newCustomer(browser)
    const url = await web.invite(account)
    await page.goto(url)
    await submit(page, { ...web.addUser(account), password: 'wrong' })
    await page.getByRole('alert').waitFor()
    await page.goBack()
    expect(await countOf(page.getByRole('alert'))).toBe(0)
    await submit(page, web.addUser(account))
    await page.waitForURL('**/link/done')
  })

  test('is opened, not sent again, by a reload after a failure and by coming back to it', async () => {
    const page = await newCustomer(browser)
    const fail = async () => {
      await submit(page, { ...web.addUser(account), password: 'wrong' })
      await page.getByRole('alert').waitFor()
    }
    await page.goto(await web.invite(account))
    const before = signIns()
    await fail()
    const reloaded = await page.reload()
    expect([reloaded?.request().method(), reloaded?.status()]).toEqual(['GET', 200])
    expect(await countOf(page.getByRole('alert'))).toBe(0)
    await fail()
    await page.goto('about:blank')
    await page.goBack()
    expect(await countOf(page.getByRole('alert'))).toBe(0)
    expect(signIns()).toBe(before + 2)
  })

  test('is one that password managers know how to fill in', async () => {
    const page = await newCustomer(browser)
    await page.goto(await web.invite(account))
    const attributes = (field: string, names: readonly string[]) =>
      Promise.all(names.map((name) => page.locator(`form #${field}`).getAttribute(name)))
    const names = ['name', 'type', 'autocomplete', 'autocapitalize', 'spellcheck']
    expect(await attributes('username', names)).toEqual([
      'username',
      'text',
      'username',
      'none',
      'false',
    ])
    expect(await attributes('password', names.slice(0, 3))).toEqual([
      'password',
      'password',
      'current-password',
    ])
    expect(await page.locator('form').getAttribute('method')).toBe('post')
    expect(await countOf(page.locator('form button[type=submit]'))).toBe(1)
  })

  test('can be filled in, corrected and sent with the keyboard alone', async () => {
    const page = await newCustomer(browser)
    await page.goto(await web.invite(account))
    const { userName, password } = web.addUser(account)
    await page.keyboard.press('Tab')
    await page.keyboard.type(userName)
    await page.keyboard.press('Tab')
    await page.keyboard.type('wrong')
    await page.keyboard.press('Enter')
    // The message has the focus, and the fields come next.
    await page.getByRole('alert').waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.id')).toBe('username')
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await page.keyboard.press('Tab')
    const ring = 'getComputedStyle(document.activeElement).outlineStyle'
    expect(await page.evaluate(ring)).toBe('solid')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/link/done')
  })

  test('has messages that link to their fields', async () => {
    const page = await newCustomer(browser)
    await page.goto(await web.invite(account))
    await submit(page, { userName: '   ', password: 'secret' })
    await page.getByRole('link', { name: 'Please enter your Act-On user name.' }).click()
    const userName = page.getByLabel('Act-On user name')
    expect(await page.evaluate('document.activeElement.id')).toBe('username')
    expect(await userName.getAttribute('aria-invalid')).toBe('true')
    const [, errorId = ''] = ((await userName.getAttribute('aria-describedby')) ?? '').split(' ')
    expect(await page.locator(`#${errorId}`).innerText()).toContain('Please enter')
  })
})

/** Errors and warnings in the browser's console, mainly about refused scripts and styles. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

test('the pages need nothing that their policy forbids, and a forbidden script does not run', async () => {
  const page = await newCustomer(browser)
  const complaints = complaintsOf(page)
  await page.goto(await web.invite(account))
  await submit(page, web.addUser(account))
  await page.waitForURL('**/link/done')
  await page.getByText('Done', { exact: true }).waitFor()
  expect(complaints).toEqual([])

  await page.evaluate(`
    const script = document.createElement('script')
    script.textContent = 'document.title = "injected"'
    document.body.append(script)
  `)
  expect(await page.title()).toBe('Act-On is linked')
  await expect.poll(() => complaints.join()).toContain('Content Security Policy')
})

test('another site can neither send the form nor show it in a frame', async () => {
  const url = await web.invite(account)
  const { userName, password } = web.addUser(account)
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(`
      <iframe src="${url}"></iframe>
      <form method="post" action="${url}">
        <input name="username" value="${userName}" /><input name="password" value="${password}" />
        <button>Win a prize</button>
      </form>`)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
  })
  await once(server, 'listening')
  const before = signIns()

  const page = await newCustomer(browser)
  await page.goto(`http://localhost:${String(portOf(server))}`)
  expect(await countOf(page.frameLocator('iframe').locator('form'))).toBe(0)
  await page.getByRole('button').click()
  await page.getByRole('heading', { name: 'This form was not accepted' }).waitFor()
  await takeScreenshot(page, 'link-refused')
  expect(signIns()).toBe(before)

  await page.goto(url)
  await submit(page, { userName, password })
  await page.waitForURL('**/link/done')
})

test('too many tries with one invitation are answered with the time of the next possible one', async () => {
  const url = await web.invite(account)
  const page = await newCustomer(browser, { timezoneId: 'Asia/Kolkata', locale: 'en-GB' })
  for (;;) {
    const answer = await page.request.post(url, { form: { username: 'mary' } })
    if (answer.status() === 429) break
    expect(answer.status()).toBe(422)
  }
  await page.goto(url)
  await submit(page, web.addUser(account))
  await page.getByRole('heading', { name: 'Too many tries' }).waitFor()
  expect(await page.locator('main').innerText()).toMatch(/in about \d+ minutes, at \d\d:\d\d UTC/)
  expect(await page.locator('time').getAttribute('data-local')).toMatch(/\d\d:\d\d GMT\+5:30$/)
  await takeScreenshot(page, 'link-too-many-tries')
})
