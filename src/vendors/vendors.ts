/** Creates the ON24 and Act-On clients of an account, with its hosts, credentials and pace. Counts their calls. */
import type { AccessToken } from '../act-on/api.ts'
import { type ActOnClient, type ActOnClientOptions, createActOnClient } from '../act-on/client.ts'
import { ACT_ON_ORIGINS } from '../act-on/region-hosts.ts'
import { createTokenGrants, type TokenGrants } from '../act-on/tokens/token-grants.ts'
import type { Config } from '../config/config.ts'
import type {
  OnVendorCall,
  Pace,
  SlotWatch,
  VendorCall,
  VendorWatch,
} from '../contracts/vendor-call.ts'
import type { RunKind } from '../contracts/sync-activities.ts'
import { type ActOnPace, actOnPace, on24HoldLeft, on24Pace } from '../store/paces/vendor-paces.ts'
import type { Metrics } from '../observability/metrics.ts'
import { createOn24Client, type On24Client } from '../on24/client.ts'
import type { On24Origins, On24Region } from '../on24/region-hosts.ts'
import type { On24Credentials } from '../on24/request.ts'
import type { AccountCiphers } from '../store/credentials/account-ciphers.ts'
import { getAccount } from '../store/accounts/accounts.ts'
import { readOn24Credential } from '../store/credentials/credentials.ts'
import type { Store } from '../store/database.ts'
import type { Account } from '../store/accounts/account.ts'

export interface VendorsOptions {
  readonly config: Config
  readonly store: Store
  readonly ciphers: AccountCiphers
  readonly metrics: Metrics
  readonly on24Origins: On24Origins
  readonly now: () => Date
}

type ActOnWatch = VendorWatch & Pick<ActOnClientOptions, 'onAccepted'>

/** `share`: the part of the rate limits that the calls count against; `sync` by default. */
export interface Vendors {
  readonly on24Origins: On24Origins
  /** Milliseconds until ON24 may be called for this client again after its quota was used up; 0: now. */
  on24HoldLeft(on24ClientId: string): Promise<number>
  on24(account: Account, watch?: VendorWatch, share?: RunKind): Promise<On24Client>
  /** Uses a token pair that need not be stored, e.g. to try it. */
  on24With(
    client: { readonly on24ClientId: string; readonly region: On24Region },
    credentials: On24Credentials,
    watch?: VendorWatch,
    share?: RunKind,
  ): On24Client
  actOn(account: Account, token: AccessToken, watch?: ActOnWatch, share?: RunKind): ActOnClient
  actOnPace(account: Account, share?: RunKind): ActOnPace
  tokenGrants(on24ClientId: string): Promise<TokenGrants>
}

export function createVendors(options: VendorsOptions): Vendors {
  const { config, store, ciphers, metrics, on24Origins, now } = options
  const limits = {
    on24CallsPerMinute: config.on24.callsPerMinute,
    on24EventListCallsPerMinute: config.on24.eventListsPerMinute,
    on24QuotaHoldMs: config.on24.quotaHoldMs,
    on24LongestHoldMs: config.on24.longestHoldMs,
    actOnCallsPerSecond: config.actOn.callsPerSecond,
    actOnCallsPerDay: config.actOn.callsPerDay,
    actOnLimitScope: config.actOn.limitScope,
  }
  const watched = (onCall?: OnVendorCall) => (call: VendorCall) => {
    metrics.onVendorCall(call)
    onCall?.(call)
  }
  const actOnUrl = (account: Account) => config.actOn.baseUrl ?? ACT_ON_ORIGINS[account.actOnRegion]
  const timed = <Kind extends string>(
    vendor: VendorCall['vendor'],
    share: RunKind,
    pace: Pace<Kind>,
    slots?: SlotWatch,
  ): Pace<Kind> => ({
    async take(kind, signal) {
      const askedAt = performance.now()
      slots?.slotAsked()
      try {
        await pace.take(kind, signal)
      } finally {
        slots?.slotGiven()
      }
      metrics.onPaceWait({ vendor, share, waitMs: performance.now() - askedAt })
    },
  })
  const paceOf = (account: Account, share: RunKind = 'sync', slots?: SlotWatch): ActOnPace => {
    const { on24ClientId, actOnCallsPerDay: callsPerDay } = account
    const pace = actOnPace(store, limits, { on24ClientId, callsPerDay }, now, share)
    return { ...pace, ...timed('actOn', share, pace, slots) }
  }

  const on24With: Vendors['on24With'] = (client, credentials, watch = {}, share = 'sync') => {
    const pace = on24Pace(store, limits, client.on24ClientId, share)
    return createOn24Client({
      baseUrl: on24Origins[client.region],
      on24ClientId: client.on24ClientId,
      credentials,
      pace: { ...pace, ...timed('on24', share, pace, watch.slots) },
      onCall: watched(watch.onCall),
      now,
    })
  }

  return {
    on24Origins,
    on24HoldLeft: (on24ClientId) => on24HoldLeft(store, on24ClientId),
    on24With,
    on24: async ({ on24ClientId, region }, watch, share) =>
      on24With(
        { on24ClientId, region },
        await readOn24Credential(store, ciphers, on24ClientId),
        watch,
        share,
      ),
    actOn: (account, token, { onCall, onAccepted, slots } = {}, share) =>
      createActOnClient({
        baseUrl: actOnUrl(account),
        token,
        pace: paceOf(account, share, slots),
        onCall: watched(onCall),
        onAccepted,
      }),
    actOnPace: paceOf,
    async tokenGrants(on24ClientId) {
      const account = await getAccount(store, on24ClientId)
      return createTokenGrants({
        baseUrl: actOnUrl(account),
        clientId: config.actOn.clientId,
        clientSecret: config.actOn.clientSecret,
        pace: paceOf(account),
        onCall: watched(),
      })
    },
  }
}
