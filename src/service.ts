/** The service's parts, put together once per process and handed to whoever does the work. */
import { createTokenKeeper, type TokenKeeper } from './act-on/token-keeper.ts'
import { createTokenVault } from './accounts/stored-tokens.ts'
import { createVendors, type Vendors } from './accounts/vendors.ts'
import { opensOwnAccount } from './accounts/who-am-i.ts'
import type { Config } from './config.ts'
import { createKeyRing } from './crypto/key-ring.ts'
import { DELIVERY_POLICY, type DeliveryPolicy } from './delivery/delivery.ts'
import type { Metrics } from './observability/metrics.ts'
import { on24Origins as originsOf, type On24Origins } from './on24/region-hosts.ts'
import { type AccountCiphers, createAccountCiphers } from './store/account-ciphers.ts'
import { startServiceClock } from './service-clock.ts'
import type { Store } from './store/database.ts'

export interface Service {
  readonly config: Config
  readonly store: Store
  readonly ciphers: AccountCiphers
  readonly vendors: Vendors
  readonly tokens: TokenKeeper
  readonly metrics: Metrics
  readonly deliveryPolicy: DeliveryPolicy
  /** How often each account's link is looked after. */
  readonly keepAliveSeconds: number
  /** The time that everything goes by, the same in all processes: see service-clock.ts. */
  readonly now: () => Date
  /** Sets the clock by the database again: at the start of every activity, and now and then. */
  readonly readClock: () => Promise<void>
}

export interface ServiceParts {
  readonly config: Config
  readonly store: Store
  readonly metrics: Metrics
  /** Instead of the database's time, so that a test can live through a week. */
  readonly now?: () => Date
  readonly deliveryPolicy?: Partial<DeliveryPolicy>
  /** Left out: ON24's own, or ON24_BASE_URL for both regions. */
  readonly on24Origins?: On24Origins
  readonly keepAliveSeconds?: number
}

const DAY_SECONDS = 24 * 60 * 60

/** Resolves when the time is known. Rejects when the database does not answer. */
export async function createService({
  config,
  store,
  metrics,
  now: ownNow,
  deliveryPolicy,
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
  return {
    config,
    store,
    ciphers,
    vendors,
    tokens,
    metrics,
    deliveryPolicy: {
      ...DELIVERY_POLICY,
      createLookupMinutes: config.actOn.createLookupMinutes,
      ...deliveryPolicy,
    },
    keepAliveSeconds,
    now,
    readClock,
  }
}

const noClock = () => Promise.resolve()
