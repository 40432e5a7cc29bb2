/** What is left of a run, from the store. */
import type { RunProgress, RunReference } from '../src/contracts/sync-activities.ts'
import { type Account, getAccount } from '../src/store/accounts.ts'
import type { Store } from '../src/store/database.ts'
import { webinarsToDeliver, webinarsToRead } from '../src/store/run-webinars.ts'
import { AccountPaused } from './run-lease.ts'
import type { RunWork } from './run-work.ts'

/** While the account waits for quota or for a relink, rows are stored but not delivered. */
export function takesDeliveries(account: Account): boolean {
  return !account.quota_blocked && account.needs_relink_since === null
}

/**
 * Works until nothing is left to do or the account is paused. A pause is an answer and no failure, since whatever
 * was done is stored. What fails while the work is ending is done again after the resume.
 */
export async function progressUntilPaused(
  store: Store,
  run: RunReference,
  { signal, heedPause }: RunWork,
  work: () => Promise<void>,
): Promise<RunProgress> {
  try {
    await heedPause()
    await work()
  } catch (error) {
    if (!(signal.reason instanceof AccountPaused)) throw error
    return { ...(await runProgress(store, run)), isPaused: true }
  }
  return runProgress(store, run)
}

async function runProgress(
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
