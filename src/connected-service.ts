/** The service with all that it asks of Temporal: what web server and workers both build on. Runs no work itself. */
import { Client, type Connection } from '@temporalio/client'
import type { Logger } from './observability/logger.ts'
import { createService, type Service, type ServiceParts } from './service.ts'
import { type AccountWork, createAccountWork } from './temporal/account-work.ts'
import { type Backfills, createBackfills } from './temporal/backfills.ts'
import { type Controllers, createControllers } from './temporal/controllers.ts'
import { createSyncSchedules, type SyncSchedules } from './temporal/schedules.ts'
import { PAYLOAD_CONVERTER } from './temporal/workflow-bundle.ts'

export interface ConnectedService extends Service {
  readonly logger: Logger
  readonly client: Client
  readonly schedules: SyncSchedules
  readonly controllers: Controllers
  readonly backfills: Backfills
  readonly accountWork: AccountWork
}

export interface ServiceToConnect extends ServiceParts {
  readonly logger: Logger
  readonly namespace: string
  /** Belongs to the caller, as the store does. It may be one that connects when it is first asked for something. */
  readonly connection: Connection
}

export async function connectService(options: ServiceToConnect): Promise<ConnectedService> {
  const service = await createService(options)
  const client = new Client({
    connection: options.connection,
    namespace: options.namespace,
    dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
  })
  return {
    ...service,
    logger: options.logger,
    client,
    schedules: createSyncSchedules(client, service.config.syncJitterSeconds),
    controllers: createControllers(client, service.deliveryPolicy.quotaProbeSeconds),
    backfills: createBackfills(client, service.deliveryPolicy.quotaProbeSeconds),
    accountWork: createAccountWork(client),
  }
}
