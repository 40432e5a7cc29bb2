/** Runs the workers of this process and their duties: the part of the service that does the syncing. */
import type { WorkflowBundleOption } from '@temporalio/worker'
import { createActivities } from '../../activities/index.ts'
import { forgetPasswords } from '../accounts/forget-passwords.ts'
import type { Service } from '../service.ts'
import { type Rhythm, startDuties } from './periodic-duties.ts'
import type { TemporalTarget } from '../temporal/connection.ts'
import { connectWorker } from '../temporal/worker-connection.ts'
import { bundleWorkflows } from '../temporal/workflow-bundle.ts'
import { startWorkers } from './temporal-workers.ts'

export interface ServiceWorkers {
  /** Rejects when a worker fails. */
  readonly ended: Promise<void>
  /** Every worker is polling Temporal. */
  arePolling(): boolean
  /** Lets running activities save their progress. */
  stop(): Promise<void>
}

export interface WorkersToRun {
  readonly rhythm?: Rhythm
  readonly temporal: TemporalTarget
  /** Left out: the bundle of this release, which may have to be made. */
  readonly workflowBundle?: WorkflowBundleOption
}

/** Rejects if Temporal does not answer; then nothing is left running. */
export async function runServiceWorkers(
  service: Service,
  { temporal, workflowBundle, rhythm }: WorkersToRun,
): Promise<ServiceWorkers> {
  if (!service.config.actOn.keepPassword) await forgetPasswords(service)
  const connection = await connectWorker(temporal)
  const workers = await startWorkers({
    connection,
    namespace: temporal.namespace,
    workflowBundle: workflowBundle ?? (await bundleWorkflows(service.logger)),
    activities: createActivities(service),
    slots: service.config.worker,
  })
  const duties = startDuties(service, 'workers', rhythm)
  return {
    ended: workers.ended,
    arePolling: workers.arePolling,
    async stop() {
      await duties.stop()
      await workers.stop()
      await service.tokens.whenIdle()
      await connection.close()
    },
  }
}
