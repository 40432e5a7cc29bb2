/** Accessibility problems that axe finds on a page. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'))
const axe = readFile(AXE, 'utf8')

/** One line for each violated rule, with the elements. The page's browser context needs `bypassCSP`. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(await axe)
  const { violations } = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })')
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
