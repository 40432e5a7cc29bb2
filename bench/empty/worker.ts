/**
 * Workers of empty workflows in a process of their own: one for workflows, one for activities, with as many slots as
 * the service's workers have by default, and pollers that adapt themselves like theirs.
 */
import { fileURLToPath } from 'node:url'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { emptyActivities } from './activities.ts'

Runtime.install({ logger: new DefaultLogger('ERROR') })
// Ends with the benchmark, also when that was killed.
process.on('disconnect', () => process.exit(1))
const { TEMPORAL_ADDRESS: address = '', TEMPORAL_NAMESPACE: namespace = '' } = process.env
const connection = await NativeConnection.connect({ address })
const workers = await Promise.all([
  Worker.create({
    ...{ connection, namespace, taskQueue: 'empty' },
    workflowsPath: fileURLToPath(new URL('./workflow.ts', import.meta.url)),
    workflowTaskPollerBehavior: { type: 'autoscaling' },
    maxCachedWorkflows: 1000,
    maxConcurrentWorkflowTaskExecutions: 40,
  }),
  Worker.create({
    ...{ connection, namespace, taskQueue: 'empty-activities' },
    activities: emptyActivities,
    activityTaskPollerBehavior: { type: 'autoscaling' },
    maxConcurrentActivityTaskExecutions: 60,
  }),
])
const running = workers.map((worker) => worker.run())
process.send?.('ready')
await Promise.all(running)
