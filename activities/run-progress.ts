/** What is left of a run, from the store. */
import type { RunReference, RunProgress } from '../src/contracts/sync-activities.ts'
import { type Account, getAccount } from '../src/store/accounts.ts'
import type { Store } from '../src/store/database.ts'
import { webinarsToDeliver, webinarsToRead } from '../src/store/run-webinars.ts'

/** While the account waits for quota or for a relink, rows are stored but not delivered. */
export function takesDeliveries(account: Account): boolean {
  return !account.quota_blocked && account.needs_relink_since === null
}

export async function runProgress(
  store: Store,
  { on24ClientId, runKey }: RunReference,
): Promise<RunProgress> {
  const account = await getAccount(store, on24ClientId)
  const toRead = await webinarsToRead(store, runKey)
  const toDeliver = takesDeliveries(account) ? await webinarsToDeliver(store, runKey) : []
  return {
    webinarsToRead: toRead.length,
    webinarsToDeliver: toDeliver.length,
    isPaused: account.paused_since !== null,
  }
}
