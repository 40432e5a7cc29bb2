/**
 * Reads what a page holds, once all of it is there. A click that opens another page returns when the answer begins, and
 * Playwright's own count() and allInnerTexts() read at once: half of a list, under load.
 */
import type { Locator } from 'playwright-core'

export async function countOf(locator: Locator): Promise<number> {
  await pageIsWhole(locator)
  return locator.count()
}

/** The texts as they are shown, in the order of the page. */
export async function textsOf(locator: Locator): Promise<string[]> {
  await pageIsWhole(locator)
  return locator.allInnerTexts()
}

const pageIsWhole = (locator: Locator) => locator.page().waitForLoadState('domcontentloaded')
