import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import express from 'express'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageAssets } from '../../src/web/page-assets.ts'
import { securityHeaders } from '../../src/web/page-headers.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import { newCustomer, overflowOf, PHONE, takeScreenshot } from '../support/browser/customer.ts'
import { findings } from '../support/browser/page-findings.ts'
import { portOf } from '../support/servers/port-of.ts'
import { statusPageStates } from '../support/browser/status-page-states.ts'

const ASSETS = fileURLToPath(new URL('../../src/web/pages/assets', import.meta.url))
const STATES = statusPageStates()
/** Local times stand beside those in UTC, with a long name of their zone. */
const ELSEWHERE = { timezoneId: 'Asia/Kolkata' }

let browser: Browser
let server: Server

/** Serves each state of the pages directly, so that no service has to be brought into that state. */
beforeAll(async () => {
  const app = express()
  app.use(securityHeaders())
  app.use('/assets', pageAssets(ASSETS))
  app.get('/state/:state', (request, response) => {
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

const open = (page: Page, state: string) =>
  page.goto(`http://127.0.0.1:${String(portOf(server))}/state/${state}`)

describe('every state of the operators’ pages', () => {
  test.each([
    { colorScheme: 'light', viewport: { width: 1280, height: 800 }, name: 'a light desktop' },
    { colorScheme: 'dark', viewport: PHONE, name: 'a dark phone' },
  ] as const)('is accessible as far as axe can tell, on $name', async ({ name, ...look }) => {
    const page = await newCustomer(browser, { ...look, ...ELSEWHERE, bypassCSP: true })
    const found: Record<string, string[]> = {}
    for (const state of STATES.keys()) {
      await open(page, state)
      const violations = await findings(page)
      if (violations.length > 0) found[state] = violations
      await takeScreenshot(page, `status-state-${state}-${name.replaceAll(' ', '-')}`)
    }
    expect(found).toEqual({})
  })

  test('fits screens from 320 to 1920 pixels wide', async () => {
    const page = await newCustomer(browser, ELSEWHERE)
    for (const state of STATES.keys()) {
      await open(page, state)
      for (const width of [320, PHONE.width, 1100, 1280, 1920]) {
        await page.setViewportSize({ width, height: 700 })
        expect([state, width, await overflowOf(page)]).toEqual([state, width, 0])
      }
    }
  })

  test('runs and shows nothing that its policy forbids', async () => {
    const page = await newCustomer(browser)
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) complaints.push(message.text())
    })
    for (const state of STATES.keys()) await open(page, state)
    expect(complaints).toEqual([])
  })
})
