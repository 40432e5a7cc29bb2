/**
 * Writes and loads the workflow bundle of a release (`npm run bundle`). The versions and hash of its sources are stored
 * beside it, because an outdated bundle would run and do what another release did.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { WorkflowBundlePath } from '@temporalio/worker'
import { z } from 'zod'
import type { Logger } from '../observability/logger.ts'
import { bundleWorkflows } from './workflow-bundle.ts'

const ROOT = join(import.meta.dirname, '../..')
const CODE = 'workflow-bundle.js'
const ORIGIN = 'workflow-bundle.json'
/** The folder of a release's bundle. */
export const DIST = join(ROOT, 'dist')
/** Everything that workflows may import besides the SDK. */
const SOURCES = '{workflows,src/contracts}/**/*.ts'
const SDK = ['@temporalio/worker', '@temporalio/workflow', '@temporalio/common'] as const

const Origin = z.object({ sdk: z.string(), sources: z.string() })
const Package = z.object({ version: z.string() })

/** Returns the path of the bundle. */
export async function writePrebuiltBundle(folder: string, logger: Logger): Promise<string> {
  const origin = await originOfNow()
  const { code } = await bundleWorkflows(logger)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, CODE), code)
  await writeFile(join(folder, ORIGIN), `${JSON.stringify(origin)}\n`)
  return join(folder, CODE)
}

/** Throws, saying what to do, if the bundle is missing or was made from other workflows or another SDK version. */
export async function prebuiltBundle(folder: string): Promise<WorkflowBundlePath> {
  const codePath = join(folder, CODE)
  const originPath = join(folder, ORIGIN)
  if (!existsSync(codePath) || !existsSync(originPath)) {
    throw new Error(`There is no workflow bundle in ${folder}. Create it with: npm run bundle`)
  }
  const made = Origin.parse(JSON.parse(await readFile(originPath, 'utf8')))
  const now = await originOfNow()
  const refuse = (what: string) => {
    throw new Error(`${codePath} was made from ${what}. Create it again with: npm run bundle`)
  }
  if (made.sdk !== now.sdk) {
    refuse(`other versions of Temporal's SDK (${made.sdk}; installed: ${now.sdk})`)
  }
  if (made.sources !== now.sources) refuse('workflows other than the present ones')
  return { codePath }
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
