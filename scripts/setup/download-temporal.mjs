// Makes the Temporal SDK download its development server into a folder. It runs as a process of its own, because
// that is the only way to give the SDK's download a time limit.
// Usage: node download-temporal.mjs <folder>
import { TestWorkflowEnvironment } from '@temporalio/testing'

const [downloadDir] = process.argv.slice(2)
if (downloadDir === undefined) throw new Error('download-temporal: no folder given')

// The SDK downloads only what it then starts.
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir } },
})
await environment.teardown()
