/** `npm run bundle`: writes the workflow bundle for `npm run start:worker -- --prebuilt`. */
import { runCommand, say } from './command-line.ts'
import { createLogger } from '../observability/logger.ts'
import { DIST, writePrebuiltBundle } from '../temporal/prebuilt-bundle.ts'

const USAGE = `Usage: npm run bundle    writes dist/workflow-bundle.js and what it was made from`

runCommand({ usage: USAGE, flags: [] }, async () => {
  say(await writePrebuiltBundle(DIST, createLogger()))
  return 0
})
