/** Bundles the workflows and writes the code to standard output. A separate process, because of the memory it takes. */
import { stderr, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode } from '@temporalio/worker'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const silent = () => undefined
const tell = (message: string) => stderr.write(`${message}\n`)

const { code } = await bundleWorkflowCode({
  workflowsPath: here('../../workflows/index.ts'),
  payloadConverterPath: here('../../workflows/payload-converter.ts'),
  logger: { log: silent, trace: silent, debug: silent, info: silent, warn: tell, error: tell },
})
stdout.write(code)
