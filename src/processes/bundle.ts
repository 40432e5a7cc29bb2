/** `npm run bundle`: prepares the workflow bundle, so that the first start of a release need not. */
import { runCommand } from './command-line.ts'
import { createLogger } from '../observability/logger.ts'
import { bundleWorkflows } from '../temporal/workflow-bundle.ts'

const USAGE = `Usage: npm run bundle    prepares the workflow bundle in dist/, unless it is there`

runCommand({ usage: USAGE, flags: [] }, async () => {
  await bundleWorkflows(createLogger())
  return 0
})
