/** Registers an ON24 client, which can then be linked with an Act-On account. */
import { findAccount, insertAccount, replaceRegistration } from '../store/accounts/accounts.ts'
import { hasOn24Credential, saveOn24Credential } from '../store/credentials/credentials.ts'
import { changeRecipients, type RecipientsChange } from '../store/notice-recipients.ts'
import type { AlsoStore, Store } from '../store/database.ts'
import type { Service } from '../service.ts'
import { withLifecycleLease } from './lifecycle-lease.ts'
import { checkOn24Pair } from './check-on24-pair.ts'
import { AccountBeingRemoved, isBeingRemoved } from '../store/accounts/account.ts'

export const DEFAULT_TIME_ZONE = 'America/Los_Angeles'

export interface Registration extends RecipientsChange {
  readonly on24ClientId: string
  readonly name: string
  readonly region: 'na' | 'eu'
  /** The region of the Act-On account. Left out: the same as `region`. */
  readonly actOnRegion?: 'na' | 'eu'
  readonly accessTokenKey: string
  readonly accessTokenSecret: string
  /** IANA name. Left out: the zone of the Act-On account, once it is linked. */
  readonly timeZone?: string
}

/**
 * Like `registerAccount`, but first checks the token pair with one cheap call to ON24 and stores nothing before ON24
 * accepts it. Throws AccountBeingRemoved (the client can be registered again once the removal has finished),
 * OtherOn24Region and the errors of the ON24 client.
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
  return withLifecycleLease(store, on24ClientId, signal, async (leased) => {
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
 * Returns false and changes nothing if the client is already registered. Completes a registration that was interrupted
 * before its token pair was stored.
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
  const at = now()
  const cipher = await ciphers.of(on24ClientId)
  await saveOn24Credential(store, ciphers, on24ClientId, credential, at, async (tx) => {
    await changeRecipients(tx, { on24ClientId, cipher, at }, registration)
    await alsoStore?.(tx)
  })
  return true
}
