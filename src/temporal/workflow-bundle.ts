/** The workflows, bundled for Temporal's sandbox: once for all starts of a release. */
import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { WorkflowBundle } from '@temporalio/worker'
import type { Logger } from '../observability/logger.ts'
import { withPrepared } from '../prepared/with-prepared.ts'

const ROOT = join(import.meta.dirname, '../..')
const PROGRAM = 'src/temporal/bundle-program.ts'
/** Everything that workflows may import besides the SDK, and what bundles them. */
const SOURCES = `{workflows/**/*,src/contracts/**/*,${PROGRAM.slice(0, -'.ts'.length)}}.ts`
const SDK = ['@temporalio/worker', '@temporalio/workflow', '@temporalio/common'] as const

/** Workers, clients and the bundle must use the same converter, or they would read payloads differently. */
export const PAYLOAD_CONVERTER = join(ROOT, 'workflows/payload-converter.ts')

/** Other places for a test. */
interface Places {
  /** The project's folder, with the sources. */
  readonly root?: string
  /** Where the bundle is kept. */
  readonly dist?: string
}

/**
 * The bundle of the present workflows and the installed SDK: an outdated one would run and do what another release did.
 * Made if there is none, which takes some seconds.
 */
export async function bundleWorkflows(
  logger: Logger,
  { root = ROOT, dist }: Places = {},
): Promise<WorkflowBundle> {
  const part = {
    kind: 'workflow-bundle',
    key: `${await hashOfSources(root)}.js`,
    program: join(root, PROGRAM),
    warn: (line: string) => {
      logger.warn(line)
    },
  }
  return withPrepared(part, async (path) => ({ code: await readFile(path, 'utf8') }), dist)
}

async function hashOfSources(root: string): Promise<string> {
  const { resolve } = createRequire(import.meta.url)
  const hash = createHash('sha256')
  for (const name of SDK) hash.update(await readFile(resolve(`${name}/package.json`)))
  for (const path of globSync(SOURCES, { cwd: root }).sort()) {
    hash.update(`${path}\0`).update(await readFile(join(root, path)))
  }
  return hash.digest('hex').slice(0, 32)
}
