/** Bundles the workflows for Temporal's sandbox: once per process, or once per release. */
import { execFile } from 'node:child_process'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { WorkflowBundle } from '@temporalio/worker'
import type { Logger } from '../observability/logger.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const PROGRAM = here('./bundle-program.ts')
const LARGEST_BUNDLE = 64 * 1024 * 1024

/** Workers, clients and the bundle must use the same converter, or they would read payloads differently. */
export const PAYLOAD_CONVERTER = here('../../workflows/payload-converter.ts')

/** Takes some seconds, and 150 MB in a separate process: a worker would keep that memory. */
export async function bundleWorkflows(logger: Logger): Promise<WorkflowBundle> {
  const options = { maxBuffer: LARGEST_BUNDLE }
  const { stdout, stderr } = await promisify(execFile)(execPath, [PROGRAM], options)
  for (const line of stderr.split('\n')) if (line !== '') logger.warn(line)
  return { code: stdout }
}
