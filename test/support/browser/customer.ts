/** A customer in a browser: fills in the linking page and reads it. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { inject, onTestFinished } from 'vitest'

export const PHONE = { width: 360, height: 740 }

/** Opens a page in a new browser context, which is closed when the test ends. */
export async function newCustomer(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options)
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  return page
}

export interface Typed {
  readonly userName: string
  readonly password: string
}

export async function fillIn(page: Page, { userName, password }: Typed): Promise<void> {
  await page.getByLabel('Act-On user name').fill(userName)
  await page.getByLabel('Act-On password').fill(password)
}

export async function submit(page: Page, typed: Typed): Promise<void> {
  await fillIn(page, typed)
  await page.getByRole('button', { name: 'Submit' }).click()
}

/** The number of pixels by which the page is wider than the window. */
export async function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth')
}

/** Saves a screenshot of the whole page in the run's artefacts. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const folder = join(inject('artefacts'), 'screenshots')
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
