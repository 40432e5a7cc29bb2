/**
 * The workflows as `npm run bundle` leaves them for a release. Beside the code lies what it was made from: an old
 * bundle would run, and do what another release did.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { WorkflowBundlePath } from '@temporalio/worker'
import { z } from 'zod'
import type { Logger } from '../observability/logger.ts'
import { bundleWorkflows } from './workflow-bundle.ts'

const ROOT = join(import.meta.dirname, '../..')
const CODE = join(ROOT, 'dist/workflow-bundle.js')
const ORIGIN = join(ROOT, 'dist/workflow-bundle.json')
/** All that workflows may import, apart from the SDK. */
const SOURCES = '{workflows,src/contracts}/**/*.ts'
const SDK = ['@temporalio/worker', '@temporalio/workflow', '@temporalio/common'] as const

const Origin = z.object({ sdk: z.string(), sources: z.string() })
const Package = z.object({ version: z.string() })

/** Returns the path of the code. */
export async function writePrebuiltBundle(logger: Logger): Promise<string> {
  const origin = await originOfNow()
  const { code } = await bundleWorkflows(logger)
  await mkdir(dirname(CODE), { recursive: true })
  await writeFile(CODE, code)
  await writeFile(ORIGIN, `${JSON.stringify(origin)}\n`)
  return CODE
}

/** Throws, with what to do, when there is none, or one of other workflows or of another version of the SDK. */
export async function prebuiltBundle(): Promise<WorkflowBundlePath> {
  if (!existsSync(CODE) || !existsSync(ORIGIN)) {
    throw new Error(`There is no bundle of the workflows in ${dirname(CODE)}: npm run bundle`)
  }
  const made = Origin.parse(JSON.parse(await readFile(ORIGIN, 'utf8')))
  const now = await originOfNow()
  const madeOf = (what: string) =>
    `${CODE} was made of ${what}, and would do what they did. Make it anew: npm run bundle`
  if (made.sdk !== now.sdk) {
    throw new Error(madeOf(`other versions of Temporal's SDK (${made.sdk}; here: ${now.sdk})`))
  }
  if (made.sources !== now.sources) throw new Error(madeOf('other workflows than these'))
  return { codePath: CODE }
}

async function originOfNow(): Promise<z.infer<typeof Origin>> {
  const { resolve } = createRequire(import.meta.url)
  const versions = SDK.map(async (name) => {
    const manifest: unknown = JSON.parse(await readFile(resolve(`${name}/package.json`), 'utf8'))
    return `${name} ${Package.parse(manifest).version}`
  })
  const hash = createHash('sha256')
  for (const path of globSync(SOURCES, { cwd: ROOT }).sort()) {
    hash.update(`${path}\0`).update(await readFile(join(ROOT, path)))
  }
  return { sdk: (await Promise.all(versions)).join(', '), sources: hash.digest('hex') }
}
