/** A whole service at work in one process: connected to Temporal, with workers. The web server is the caller's. */
import { createService, type Service, type ServiceParts } from '../service.ts'
import { connectClient } from '../temporal/connection.ts'
import { runServiceWorkers, type ServiceWorkers, type WorkersToRun } from './workers.ts'

export interface RunningService extends Service, Omit<ServiceWorkers, 'stop'> {
  /** Lets running activities save where they are. The store stays open: it belongs to the caller. */
  close(): Promise<void>
}

export type ServiceToRun = Omit<ServiceParts, 'connection' | 'namespace'> & WorkersToRun

export async function runService(options: ServiceToRun): Promise<RunningService> {
  const connection = await connectClient(options.temporal)
  const { namespace } = options.temporal
  const service = await createService({ ...options, connection, namespace })
  const { stop, ...workers } = await runServiceWorkers(service, options)
  return {
    ...service,
    ...workers,
    async close() {
      await stop()
      await connection.close()
    },
  }
}
