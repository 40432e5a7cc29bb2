/** Launches the headless Chromium that the npm package @sparticuz/chromium contains. */
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import bundled, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

// Chromium's own sandbox refuses to run as root, which is the usual user in a container.
const ARGUMENTS = ['--no-sandbox', '--font-render-hinting=none']

/** The caller closes the browser. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await bundled.executablePath()
  try {
    return await chromium.launch({ executablePath, args: ARGUMENTS })
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('shared libraries'))) throw error
    return chromium.launch({ executablePath, args: ARGUMENTS, env: await withLibraries() })
  }
}

/** The environment with the system libraries from the package, for a machine that lacks them. */
async function withLibraries(): Promise<Record<string, string>> {
  const bin = fileURLToPath(new URL('../bin/', import.meta.resolve('@sparticuz/chromium')))
  const libraries = join(await inflate(join(bin, 'al2023.tar.br')), 'lib')
  const env = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const paths = [process.env['LD_LIBRARY_PATH'], libraries].filter((path) => path !== undefined)
  return { ...Object.fromEntries(env), LD_LIBRARY_PATH: paths.join(delimiter) }
}
