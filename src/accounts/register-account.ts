/** Registers an ON24 client: from then on it can be linked with an Act-On account. */
import { findAccount, insertAccount, replaceRegistration } from '../store/accounts/accounts.ts'
import { hasOn24Credential, saveOn24Credential } from '../store/credentials/credentials.ts'
import type { AlsoStore, Store } from '../store/database.ts'
import type { Service } from '../service.ts'
import { withAccountLife } from './account-life.ts'
import { checkOn24Pair } from './check-on24-pair.ts'
import { AccountBeingRemoved, isBeingRemoved } from '../store/accounts/account.ts'

export const DEFAULT_TIME_ZONE = 'America/Los_Angeles'

export interface Registration {
  readonly on24ClientId: string
  readonly name: string
  readonly region: 'na' | 'eu'
  /** Where the Act-On account lives; like `region` unless said otherwise. */
  readonly actOnRegion?: 'na' | 'eu'
  readonly accessTokenKey: string
  readonly accessTokenSecret: string
  /** IANA; left out: the Act-On account's own zone is taken when linking. */
  readonly timeZone?: string
}

/** The account is being removed; once it is gone it can be registered anew. */
/**
 * As `registerAccount`, but ON24 is asked first, with one cheap call, whether the token pair works: nothing is
 * stored before it does. Throws AccountBeingRemoved, OtherOn24Region and the errors of the ON24 client.
 */
export async function registerCheckedAccount(
  service: Pick<Service, 'store' | 'ciphers' | 'vendors' | 'now'>,
  registration: Registration,
  signal: AbortSignal,
  alsoStore: AlsoStore,
): Promise<boolean> {
  const { store, vendors } = service
  const { on24ClientId } = registration
  if (await isRegistered(store, on24ClientId)) return false
  return withAccountLife(store, on24ClientId, signal, async (leased) => {
    if (await isRegistered(store, on24ClientId)) return false
    await checkOn24Pair(vendors, registration, leased)
    return registerAccount(service, registration, alsoStore)
  })
}

async function isRegistered(store: Store, on24ClientId: string): Promise<boolean> {
  const account = await findAccount(store, on24ClientId)
  if (account === undefined) return false
  if (isBeingRemoved(account)) {
    throw new AccountBeingRemoved(on24ClientId)
  }
  return hasOn24Credential(store, on24ClientId)
}

/**
 * False when the client was registered before; nothing is changed then. A registration that was cut short
 * before its token pair was stored is completed.
 */
export async function registerAccount(
  { store, ciphers, now }: Pick<Service, 'store' | 'ciphers' | 'now'>,
  registration: Registration,
  alsoStore?: AlsoStore,
): Promise<boolean> {
  const { on24ClientId, accessTokenKey, accessTokenSecret } = registration
  const account = {
    on24ClientId,
    name: registration.name,
    region: registration.region,
    actOnRegion: registration.actOnRegion ?? registration.region,
    timeZone: registration.timeZone ?? DEFAULT_TIME_ZONE,
    timeZoneChosen: registration.timeZone !== undefined,
  }
  const isNew = await insertAccount(store, {
    ...account,
    wrappedDataKey: ciphers.newWrappedDataKey(on24ClientId),
    createdAt: now(),
  })
  if (!isNew) {
    if (await hasOn24Credential(store, on24ClientId)) return false
    await replaceRegistration(store, account)
  }
  const credential = { accessTokenKey, accessTokenSecret }
  await saveOn24Credential(store, ciphers, on24ClientId, credential, now(), alsoStore)
  return true
}
