/**
 * Bundles the workflows into the file that is named by its argument. A separate process, because of the memory it takes:
 * src/temporal/workflow-bundle.ts starts it.
 */
import { writeFile } from 'node:fs/promises'
import { argv, stderr } from 'node:process'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode } from '@temporalio/worker'

const [path] = argv.slice(2)
if (path === undefined) throw new Error('bundle-program: no path given')
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const silent = () => undefined
const tell = (message: string) => stderr.write(`${message}\n`)

const { code } = await bundleWorkflowCode({
  workflowsPath: here('../../workflows/index.ts'),
  payloadConverterPath: here('../../workflows/payload-converter.ts'),
  logger: { log: silent, trace: silent, debug: silent, info: silent, warn: tell, error: tell },
})
await writeFile(path, code)
