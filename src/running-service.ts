/** A whole service at work in this process: store, workers, and what links accounts. Used by every entry point. */
import { Client } from '@temporalio/client'
import type { WorkflowBundleOption } from '@temporalio/worker'
import { createActivities } from '../activities/index.ts'
import { forgetPasswords } from './accounts/forget-passwords.ts'
import { reconcileWhatIsDue } from './accounts/reconcile.ts'
import { startNoticeDispatcher } from './notices/dispatch-notices.ts'
import type { Logger } from './observability/logger.ts'
import { startPeriodicWork } from './periodic-work.ts'
import { createService, type Service, type ServiceParts } from './service.ts'
import { type AccountWork, createAccountWork } from './temporal/account-work.ts'
import { connectClient, connectWorker, type TemporalTarget } from './temporal/connection.ts'
import { type Controllers, createControllers } from './temporal/controllers.ts'
import { createNoticeWorkflows } from './temporal/notice-workflows.ts'
import { createSyncSchedules, type SyncSchedules } from './temporal/schedules.ts'
import { bundleWorkflows, PAYLOAD_CONVERTER } from './temporal/workflow-bundle.ts'
import { startWorkers } from './temporal/workers.ts'

export interface RunningService extends Service {
  readonly logger: Logger
  readonly client: Client
  readonly schedules: SyncSchedules
  readonly controllers: Controllers
  readonly accountWork: AccountWork
  /** Rejects when a worker fails. */
  readonly ended: Promise<void>
  /** Lets running activities save where they are. The store stays open: it belongs to the caller. */
  close(): Promise<void>
}

export interface ServiceToRun extends ServiceParts {
  readonly temporal: TemporalTarget
  readonly logger: Logger
  /** Made beforehand, for this release; left out: made now, which takes some seconds. */
  readonly workflowBundle?: WorkflowBundleOption
  /** How often new notices to operators are looked for, in milliseconds of real time. */
  readonly lookForNoticesMs?: number
  /** How often links to be started and removals to be finished are looked for, in milliseconds of real time. */
  readonly reconcileMs?: number
}

const LOOK_FOR_NOTICES_MS = 5_000
const RECONCILE_MS = 60_000

export async function runService(options: ServiceToRun): Promise<RunningService> {
  const service = createService(options)
  if (!options.config.actOn.keepPassword) {
    await forgetPasswords({ ...service, logger: options.logger })
  }
  const { namespace } = options.temporal
  const clientConnection = await connectClient(options.temporal)
  const workerConnection = await connectWorker(options.temporal)
  const client = new Client({
    connection: clientConnection,
    namespace,
    dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
  })
  const schedules = createSyncSchedules(client, options.config.syncJitterSeconds)
  const workers = await startWorkers({
    connection: workerConnection,
    namespace,
    workflowBundle: options.workflowBundle ?? (await bundleWorkflows(options.logger)),
    activities: createActivities({ ...service, schedules }),
  })
  const notices = startNoticeDispatcher({
    store: service.store,
    noticeWorkflows: createNoticeWorkflows(client),
    logger: options.logger,
    now: service.now,
    lookEveryMs: options.lookForNoticesMs ?? LOOK_FOR_NOTICES_MS,
  })
  const parts = {
    ...service,
    logger: options.logger,
    client,
    schedules,
    controllers: createControllers(client, service.deliveryPolicy.quotaProbeSeconds),
    accountWork: createAccountWork(client),
  }
  const reconciling = startPeriodicWork((stopped) => reconcileWhatIsDue(parts, stopped), {
    everyMs: options.reconcileMs ?? RECONCILE_MS,
    logger: options.logger,
    whenItFails: 'The store cannot be asked what is to be mended',
  })
  return {
    ...parts,
    ended: workers.ended,
    async close() {
      await Promise.all([notices.stop(), reconciling.stop()])
      await workers.stop()
      await service.tokens.whenIdle()
      await workerConnection.close()
      await clientConnection.close()
    },
  }
}
