/**
 * Creates the service's parts once per process: the store, the vendors' clients and access to Temporal. It runs nothing
 * by itself: src/processes starts workers, duties and the web server with it.
 */
import { Client, type Connection } from '@temporalio/client'
import { type ActivitySlots, createActivitySlots } from './activity-slots.ts'
import { createTokenKeeper, type TokenKeeper } from './act-on/tokens/token-keeper.ts'
import { createTokenVault } from './vendors/stored-tokens.ts'
import { createVendors, type Vendors } from './vendors/vendors.ts'
import { opensOwnAccount } from './vendors/who-am-i.ts'
import type { Config } from './config/config.ts'
import { createKeyRing } from './crypto/key-ring.ts'
import { TIMING, type Timing } from './config/polling-and-waits.ts'
import type { Logger } from './observability/logger.ts'
import type { Metrics } from './observability/metrics.ts'
import { on24Origins as originsOf, type On24Origins } from './on24/region-hosts.ts'
import { type AccountCiphers, createAccountCiphers } from './store/credentials/account-ciphers.ts'
import { startServiceClock } from './store/service-clock.ts'
import type { Store } from './store/database.ts'
import { createRowsInMemory, type RowsInMemory } from './rows-in-memory.ts'
import { type AccountWork, createAccountWork } from './temporal/account-work.ts'
import { type Backfills, createBackfills } from './temporal/backfills.ts'
import { type Comparisons, createComparisons } from './temporal/comparisons.ts'
import { type Controllers, createControllers } from './temporal/controllers.ts'
import { createNaming } from './temporal/naming.ts'
import { createNoticeWorkflows, type NoticeWorkflows } from './temporal/notice-workflows.ts'
import { createSyncSchedules, type SyncSchedules } from './temporal/schedules.ts'
import { PAYLOAD_CONVERTER } from './temporal/workflow-bundle.ts'

export interface Service {
  readonly config: Config
  readonly store: Store
  readonly ciphers: AccountCiphers
  readonly vendors: Vendors
  readonly tokens: TokenKeeper
  readonly metrics: Metrics
  readonly logger: Logger
  readonly client: Client
  readonly schedules: SyncSchedules
  readonly controllers: Controllers
  readonly backfills: Backfills
  readonly comparisons: Comparisons
  readonly accountWork: AccountWork
  readonly noticeWorkflows: NoticeWorkflows
  readonly timing: Timing
  readonly rowsInMemory: RowsInMemory
  readonly activitySlots: ActivitySlots
  /** How often each account's link is kept alive. */
  readonly keepAliveSeconds: number
  /** The current time, the same in all processes: see service-clock.ts. */
  readonly now: () => Date
  /** Synchronizes the clock with the database: at the start of every activity and every half minute. */
  readonly readClock: () => Promise<void>
}

export interface ServiceParts {
  readonly config: Config
  /** The caller closes the store and the connection. */
  readonly store: Store
  /** May be a lazy connection. */
  readonly connection: Connection
  readonly namespace: string
  readonly metrics: Metrics
  readonly logger: Logger
  /** Replaces the database's time, so that a test can simulate a week. */
  readonly now?: () => Date
  readonly timing?: Partial<Timing>
  /** Left out: ON24's own origins, or ON24_BASE_URL for both regions. */
  readonly on24Origins?: On24Origins
  readonly keepAliveSeconds?: number
}

const DAY_SECONDS = 24 * 60 * 60

/** Resolves once the time is known. Rejects if the database does not answer. */
export async function createService({
  config,
  store,
  connection,
  namespace,
  metrics,
  logger,
  now: ownNow,
  timing: otherTiming,
  on24Origins = originsOf(config.on24.baseUrl),
  keepAliveSeconds = DAY_SECONDS,
}: ServiceParts): Promise<Service> {
  const { now, read: readClock } =
    ownNow === undefined ? await startServiceClock(store) : { now: ownNow, read: noClock }
  const ciphers = createAccountCiphers(store, createKeyRing(config.encryptionKeys))
  const vendors = createVendors({ config, store, ciphers, metrics, on24Origins, now })
  const { keepPassword } = config.actOn
  const tokens = createTokenKeeper({
    grantsFor: (on24ClientId) => vendors.tokenGrants(on24ClientId),
    vault: createTokenVault({ store, ciphers, now, keepPassword }),
    opensOwnAccount: (on24ClientId, accessToken, signal) =>
      opensOwnAccount({ store, vendors }, on24ClientId, accessToken, signal),
    now,
    keepPassword,
  })
  const timing = {
    ...TIMING,
    createLookupMinutes: config.actOn.createLookupMinutes,
    ...otherTiming,
  }
  const client = new Client({
    connection,
    namespace,
    dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
  })
  const naming = createNaming(store, config.http.publicUrl)
  const { quotaProbeSeconds } = timing
  return {
    config,
    store,
    ciphers,
    vendors,
    tokens,
    metrics,
    logger,
    client,
    schedules: createSyncSchedules(client, config.syncJitterSeconds, quotaProbeSeconds, naming),
    controllers: createControllers(client, quotaProbeSeconds, naming),
    backfills: createBackfills(client, quotaProbeSeconds, naming),
    comparisons: createComparisons(client, quotaProbeSeconds, naming),
    accountWork: createAccountWork(client),
    noticeWorkflows: createNoticeWorkflows(client, naming),
    timing,
    rowsInMemory: createRowsInMemory(),
    activitySlots: createActivitySlots(config.worker.activities, timing.turnMs),
    keepAliveSeconds,
    now,
    readClock,
  }
}

const noClock = () => Promise.resolve()
