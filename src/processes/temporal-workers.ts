/** The two workers of a process: one for workflows (CPU and memory), one for activities (waiting for vendors). */
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker'
import type { Activities } from '../../activities/index.ts'
import { failureInterceptor } from '../../activities/failure-interceptor.ts'
import { TASK_QUEUES } from '../contracts/temporal-names.ts'
import { PAYLOAD_CONVERTER } from '../temporal/workflow-bundle.ts'

export interface WorkersOptions {
  readonly connection: NativeConnection
  readonly namespace: string
  readonly workflowBundle: WorkflowBundleOption
  readonly activities: Activities
}

export interface RunningWorkers {
  /** Rejects when a worker fails; resolves after `stop`. */
  readonly ended: Promise<void>
  /** Both workers are polling Temporal. */
  arePolling(): boolean
  /** Lets activities save their progress, then stops. */
  stop(): Promise<void>
}

/** A cached workflow takes about 64 KB plus its payloads. */
const MAX_CACHED_WORKFLOWS = 1000
const CONCURRENT_WORKFLOW_TASKS = 40
/** Activities of a few accounts run concurrently: they mostly wait. */
const CONCURRENT_ACTIVITIES = 60
const SHUTDOWN = { shutdownGraceTime: '5s', shutdownForceTime: '20s' } as const

export async function startWorkers(options: WorkersOptions): Promise<RunningWorkers> {
  const { connection, namespace, workflowBundle, activities } = options
  const shared = {
    connection,
    namespace,
    dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
    ...SHUTDOWN,
  }
  const [workflows, vendors] = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUES.workflows,
      workflowBundle,
      maxCachedWorkflows: MAX_CACHED_WORKFLOWS,
      maxConcurrentWorkflowTaskExecutions: CONCURRENT_WORKFLOW_TASKS,
    }),
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUES.vendors,
      activities,
      maxConcurrentActivityTaskExecutions: CONCURRENT_ACTIVITIES,
      interceptors: { activity: [failureInterceptor] },
    }),
  ])
  const workers = [workflows, vendors]
  const ended = Promise.all(workers.map((worker) => worker.run())).then(() => undefined)
  // The caller may await `ended` later; until then a failure must not count as an unhandled rejection.
  ended.catch(() => undefined)
  return {
    ended,
    arePolling() {
      const isRunning = workers.every((worker) => worker.getState() === 'RUNNING')
      const { workflowPollerState } = workflows.getStatus()
      const { activityPollerState } = vendors.getStatus()
      return isRunning && workflowPollerState === 'POLLING' && activityPollerState === 'POLLING'
    },
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
      await ended
    },
  }
}
