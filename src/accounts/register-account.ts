/** Registers an ON24 client: from then on it can be linked with an Act-On account. */
import { insertAccount } from '../store/accounts.ts'
import { hasOn24Credential, saveOn24Credential } from '../store/credentials.ts'
import type { Service } from '../service.ts'

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

/**
 * False when the client was registered before; nothing is changed then. A registration that was cut short
 * before its token pair was stored is completed.
 */
export async function registerAccount(
  { store, ciphers, now }: Pick<Service, 'store' | 'ciphers' | 'now'>,
  registration: Registration,
): Promise<boolean> {
  const { on24ClientId, accessTokenKey, accessTokenSecret } = registration
  const isNew = await insertAccount(store, {
    on24ClientId,
    name: registration.name,
    region: registration.region,
    actOnRegion: registration.actOnRegion ?? registration.region,
    timeZone: registration.timeZone ?? DEFAULT_TIME_ZONE,
    timeZoneChosen: registration.timeZone !== undefined,
    wrappedDataKey: ciphers.newWrappedDataKey(on24ClientId),
    createdAt: now(),
  })
  if (!isNew && (await hasOn24Credential(store, on24ClientId))) return false
  const credential = { accessTokenKey, accessTokenSecret }
  await saveOn24Credential(store, ciphers, on24ClientId, credential, now())
  return true
}
