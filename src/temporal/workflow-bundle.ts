/** The workflows as one bundle for Temporal's sandbox: made once per process, or once per release. */
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import type { Logger } from '../observability/logger.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const WORKFLOWS = here('../../workflows/index.ts')

/** Workers, clients and bundle must name the same one, or they would read payloads differently. */
export const PAYLOAD_CONVERTER = here('../../workflows/payload-converter.ts')

/** Takes some seconds. */
export function bundleWorkflows(logger: Logger): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    payloadConverterPath: PAYLOAD_CONVERTER,
    logger: {
      log: () => undefined,
      trace: () => undefined,
      debug: () => undefined,
      info: () => undefined,
      warn: (message) => logger.warn(message),
      error: (message) => logger.error(message),
    },
  })
}
