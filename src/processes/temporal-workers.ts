/**
 * The two workers of a process. One runs the workflows, and the activities that operators wait for: its slots are never
 * taken by runs and backfills, whose activities, which mostly wait for vendors, are the other one's.
 */
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker'
import type { Activities } from '../../activities/index.ts'
import { failureInterceptor } from '../../activities/failure-interceptor.ts'
import type { Config } from '../config/config.ts'
import { TASK_QUEUES } from '../contracts/temporal-names.ts'
import { PAYLOAD_CONVERTER } from '../temporal/workflow-bundle.ts'

export interface WorkersOptions {
  readonly connection: NativeConnection
  readonly namespace: string
  readonly workflowBundle: WorkflowBundleOption
  readonly activities: Activities
  readonly slots: Config['worker']
}

export interface RunningWorkers {
  /** Rejects when a worker fails; resolves after `stop`. */
  readonly ended: Promise<void>
  /** Both workers are polling Temporal. */
  arePolling(): boolean
  /** Lets activities save their progress, then stops. */
  stop(): Promise<void>
}

/** As many polls as there is work for: few while it is quiet, more when many Schedules start runs at one instant. */
const POLLERS = { type: 'autoscaling' } as const
const SHUTDOWN = { shutdownGraceTime: '5s', shutdownForceTime: '20s' } as const

export async function startWorkers(options: WorkersOptions): Promise<RunningWorkers> {
  const { connection, namespace, workflowBundle, activities, slots } = options
  const shared = {
    connection,
    namespace,
    dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
    activities,
    interceptors: { activity: [failureInterceptor] },
    activityTaskPollerBehavior: POLLERS,
    ...SHUTDOWN,
  }
  const [workflows, vendors] = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUES.workflows,
      workflowBundle,
      workflowTaskPollerBehavior: POLLERS,
      maxCachedWorkflows: slots.cachedWorkflows,
      maxConcurrentWorkflowTaskExecutions: slots.workflowTasks,
      maxConcurrentActivityTaskExecutions: slots.operatorActivities,
    }),
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUES.vendors,
      maxConcurrentActivityTaskExecutions: slots.activities,
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
      const own = workflows.getStatus()
      const pollers = [
        own.workflowPollerState,
        own.activityPollerState,
        vendors.getStatus().activityPollerState,
      ]
      return isRunning && pollers.every((state) => state === 'POLLING')
    },
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
      await ended
    },
  }
}
