import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const PICTURES = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))

/** Of what the window shows, in docs/pictures. */
export async function save(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${name}.png`) })
  console.log(`docs/pictures/${name}.png`)
}
