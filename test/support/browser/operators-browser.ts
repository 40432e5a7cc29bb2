/** An operator in a browser. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { newCustomer } from './customer.ts'
import { OPERATOR_TOKEN } from '../fixtures/service-fixture.ts'
import { textsOf } from './read-page.ts'

/** Opens an operators' page in a new browser context, and signs in. */
export async function openSignedIn(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await newCustomer(browser, options)
  await page.goto(url)
  await signIn(page)
  await page.waitForURL(url)
  return page
}

export async function signIn(page: Page, token = OPERATOR_TOKEN): Promise<void> {
  await page.getByLabel('Operator token').fill(token)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Opens a tab of an account's page, by its name. */
export async function openTab(page: Page, name: string): Promise<void> {
  await page.locator('#tabs').getByRole('link', { name, exact: true }).click()
  await page.locator('#tabs').locator('[aria-current]', { hasText: name }).waitFor()
}

/** A row of the list of accounts. */
export function rowOf(page: Page, on24ClientId: string): Locator {
  return page.locator(`#account-${on24ClientId}`)
}

/** Opens the menu of an account in the list, and returns it. */
export async function openMenu(page: Page, on24ClientId: string): Promise<Locator> {
  const row = rowOf(page, on24ClientId)
  await row.locator('summary').click()
  return row.locator('.menu ul')
}

export function namesOn(page: Page): Promise<string[]> {
  return textsOf(page.locator('#rows tr td:first-child a'))
}

/** Marks the page, so that a reload can be detected. */
export async function markPage(page: Page): Promise<void> {
  await page.evaluate('document.isTheSame = true')
}

export function isMarked(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.isTheSame === true')
}
