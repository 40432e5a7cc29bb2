/** The bare row of an account, for tests of what is done with rows. Its data key opens nothing. */
import { insertAccount, type NewAccount } from '../../src/store/accounts/accounts.ts'
import type { Store } from '../../src/store/database.ts'

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
