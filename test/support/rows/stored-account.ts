/** The minimal row of an account, for tests of the store. Its data key cannot decrypt anything. */
import type { Service } from '../../../src/service.ts'
import { insertAccount, type NewAccount } from '../../../src/store/accounts/accounts.ts'
import type { Store } from '../../../src/store/database.ts'

export async function storeAccount(
  store: Store,
  on24ClientId: string,
  changes: Partial<NewAccount> = {},
): Promise<void> {
  await insertAccount(store, {
    on24ClientId,
    name: `Client ${on24ClientId}`,
    region: 'na',
    actOnRegion: 'na',
    timeZone: 'UTC',
    timeZoneChosen: false,
    wrappedDataKey: 'key:wrapped',
    createdAt: new Date(),
    ...changes,
  })
}

/** Stores a registered account with a valid data key, without a call to ON24. Returns its id. */
export async function storeRegistered(
  { store, ciphers, now }: Pick<Service, 'store' | 'ciphers' | 'now'>,
  on24ClientId: string,
): Promise<string> {
  await storeAccount(store, on24ClientId, {
    name: 'Registered',
    region: 'eu',
    timeZoneChosen: true,
    wrappedDataKey: ciphers.newWrappedDataKey(on24ClientId),
    createdAt: now(),
  })
  return on24ClientId
}
