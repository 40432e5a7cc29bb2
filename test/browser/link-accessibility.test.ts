import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import express from 'express'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageAssets } from '../../src/web/page-assets.ts'
import { securityHeaders } from '../../src/web/page-headers.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import {
  fillIn,
  newCustomer,
  overflowOf,
  PHONE,
  takeScreenshot,
} from '../support/browser/customer.ts'
import { linkPageStates } from '../support/browser/link-page-states.ts'
import { findings } from '../support/browser/page-findings.ts'
import { OPERATOR } from '../support/browser/shown-operators.ts'
import { portOf } from '../support/servers/port-of.ts'

const ASSETS = fileURLToPath(new URL('../../src/web/link/assets', import.meta.url))
const STATES = linkPageStates(OPERATOR)
/** The narrowest width that must work, in CSS pixels: that of a 1280-pixel window at 400 % zoom. */
const NARROWEST = 320

let browser: Browser
let server: Server

/** Serves each state of the pages directly, so that no service has to be brought into that state. */
beforeAll(async () => {
  const app = express()
  app.use(securityHeaders())
  app.use('/link/assets', pageAssets(ASSETS))
  app.get('/:state', (request, response) => {
    response.send(STATES.get(request.params.state))
  })
  server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  server.close()
})

async function open(page: Page, state: string): Promise<void> {
  await page.goto(`http://127.0.0.1:${String(portOf(server))}/${state}`)
}

describe('every state of the customer’s pages', () => {
  test.each([
    { colorScheme: 'light', viewport: { width: 1280, height: 800 }, name: 'a light desktop' },
    { colorScheme: 'dark', viewport: PHONE, name: 'a dark phone' },
  ] as const)('is accessible as far as axe can tell, on $name', async ({ name, ...look }) => {
    const page = await newCustomer(browser, { ...look, bypassCSP: true })
    const found: Record<string, string[]> = {}
    for (const state of STATES.keys()) {
      await open(page, state)
      const violations = await findings(page)
      if (violations.length > 0) found[state] = violations
      await takeScreenshot(page, `link-state-${state}-${name.replaceAll(' ', '-')}`)
    }
    await open(page, 'first-link')
    await page.evaluate('document.forms[0].dispatchEvent(new Event("submit"))')
    await page.getByText('Checking with Act-On…').waitFor()
    expect({ ...found, checking: await findings(page) }).toEqual({ checking: [] })
  })

  test('fits a screen 320 pixels wide, and one of 1280 that is zoomed to 200 %', async () => {
    const page = await newCustomer(browser)
    for (const width of [NARROWEST, PHONE.width, 640]) {
      await page.setViewportSize({ width, height: 700 })
      for (const state of STATES.keys()) {
        await open(page, state)
        expect([state, width, await overflowOf(page)]).toEqual([state, width, 0])
      }
    }
  })
})

test('the password is shown on demand, and hidden again before it is sent', async () => {
  const page = await newCustomer(browser)
  await open(page, 'first-link')
  await fillIn(page, { userName: 'mary', password: 'typed with care' })
  const password = page.getByLabel('Act-On password')
  const box = page.getByLabel('Show password')
  const typeOf = () => password.getAttribute('type')
  await box.check()
  expect([await typeOf(), await password.inputValue()]).toEqual(['text', 'typed with care'])
  await takeScreenshot(page, 'link-password-shown')
  await box.uncheck()
  expect(await typeOf()).toBe('password')
  await box.check()
  await page.route('**', (route) => route.abort('aborted'))
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.getByText('Checking with Act-On…').waitFor()
  expect([await typeOf(), await box.isChecked()]).toEqual(['password', false])
})

test('the password cannot be shown without JavaScript, and nothing offers to', async () => {
  const page = await newCustomer(browser, { javaScriptEnabled: false })
  await open(page, 'first-link')
  expect(await page.getByLabel('Show password').isVisible()).toBe(false)
})

test('axe runs: it finds a missing label', async () => {
  const page = await newCustomer(browser, { bypassCSP: true })
  await open(page, 'first-link')
  await page.evaluate('document.querySelector("label").remove()')
  expect((await findings(page)).join()).toContain('label: <input')
})
