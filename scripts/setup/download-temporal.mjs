// Makes the Temporal SDK download its development server into a folder. It runs as a separate process, because that is
// the only way to limit the time of the SDK's download.
// Usage: node download-temporal.mjs <folder>
import { TestWorkflowEnvironment } from '@temporalio/testing'

const [downloadDir] = process.argv.slice(2)
if (downloadDir === undefined) throw new Error('download-temporal: no folder given')

// The SDK downloads the server only in order to start it.
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir } },
})
await environment.teardown()
