/** A whole service at work in one process: connected to Temporal, with workers. The web server is the caller's. */
import { type ConnectedService, connectService } from './connected-service.ts'
import type { Logger } from './observability/logger.ts'
import type { ServiceParts } from './service.ts'
import { runServiceWorkers, type WorkersToRun } from './service-workers.ts'
import { connectClient } from './temporal/connection.ts'

export interface RunningService extends ConnectedService {
  /** Rejects when a worker fails. */
  readonly ended: Promise<void>
  /** Every worker asks Temporal for work. */
  arePolling(): boolean
  /** Lets running activities save where they are. The store stays open: it belongs to the caller. */
  close(): Promise<void>
}

export interface ServiceToRun extends ServiceParts, WorkersToRun {
  readonly logger: Logger
}

export async function runService(options: ServiceToRun): Promise<RunningService> {
  const connection = await connectClient(options.temporal)
  const { namespace } = options.temporal
  const service = await connectService({ ...options, connection, namespace })
  const workers = await runServiceWorkers(service, options)
  return {
    ...service,
    ended: workers.ended,
    arePolling: workers.arePolling,
    async close() {
      await workers.stop()
      await connection.close()
    },
  }
}
