/**
 * Signals a pause or resume to an account's runs and backfills, so that those waiting for a retry or a resume react at
 * once. A running activity would also see it in the store.
 */
import { SIGNALS } from '../contracts/temporal-names.ts'
import type { Service } from '../service.ts'
import { unfinishedRuns } from '../store/runs/runs.ts'
import type { AccountWork } from '../temporal/account-work.ts'

export interface SignalRunsParts extends Pick<Service, 'store'> {
  readonly accountWork: Pick<AccountWork, 'signal'>
}

/** Safe to repeat. */
export async function signalRuns(
  { store, accountWork }: SignalRunsParts,
  on24ClientId: string,
  isPaused: boolean,
): Promise<void> {
  const signal = isPaused ? SIGNALS.pauseWork : SIGNALS.resumeWork
  await accountWork.signal(on24ClientId, signal, await unfinishedRuns(store, on24ClientId))
}
