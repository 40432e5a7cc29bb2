/** Runs the service with workers in one process, connected to Temporal. The caller starts the web server. */
import { createService, type Service, type ServiceParts } from '../service.ts'
import { connectClient } from '../temporal/connection.ts'
import { runServiceWorkers, type ServiceWorkers, type WorkersToRun } from './workers.ts'

export interface RunningService extends Service, Omit<ServiceWorkers, 'stop'> {
  /** Lets running activities save their progress. Leaves the store open: it belongs to the caller. */
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
