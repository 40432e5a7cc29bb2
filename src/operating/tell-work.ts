/** What is at work for an account hears of a pause and of its end at once; it would see it in the store, too, but only while it works. */
import { SIGNALS } from '../contracts/temporal-names.ts'
import type { Service } from '../service.ts'
import { unfinishedRuns } from '../store/runs/runs.ts'
import type { AccountWork } from '../temporal/account-work.ts'

export interface TellingParts extends Pick<Service, 'store'> {
  readonly accountWork: Pick<AccountWork, 'tell'>
}

/** So that what waits, for a retry or for a resume, hears of it at once. Safe to repeat. */
export async function tellWork(
  { store, accountWork }: TellingParts,
  on24ClientId: string,
  isPaused: boolean,
): Promise<void> {
  const signal = isPaused ? SIGNALS.pauseWork : SIGNALS.resumeWork
  await accountWork.tell(on24ClientId, signal, await unfinishedRuns(store, on24ClientId))
}
