/**
 * The store learns what the Schedule's flag says. Everybody who acts on a pause follows first: somebody may have
 * paused or unpaused the Schedule by hand.
 */
import { SIGNALS } from '../contracts/temporal-names.ts'
import type { Service } from '../service.ts'
import { type Account, findAccount } from '../store/accounts.ts'
import { notePause, pauseOf } from '../store/pauses.ts'
import { unfinishedRuns } from '../store/runs.ts'
import type { AccountWork } from '../temporal/account-work.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'

export interface FollowingParts extends Pick<Service, 'store' | 'now'> {
  readonly schedules: Pick<SyncSchedules, 'readPause' | 'exists'>
  readonly accountWork: Pick<AccountWork, 'tell'>
}

export type Followed = 'paused' | 'resumed' | 'unchanged'

/**
 * Also tells what is at work for the account, if anything changed. A Schedule that is gone says nothing.
 * An account that is not registered is left alone.
 */
export async function followSchedule(
  parts: FollowingParts,
  on24ClientId: string,
): Promise<Followed> {
  const { store, schedules, now } = parts
  for (;;) {
    const account = await findAccount(store, on24ClientId)
    if (account === undefined) return 'unchanged'
    const difference = await differenceOf(schedules, account)
    if (difference === null) return 'unchanged'
    const { pause } = difference
    // Somebody else learnt of the flag meanwhile, perhaps of a newer one: look again.
    if (!(await notePause(store, account, pause, now()))) continue
    await tellWork(parts, on24ClientId, pause !== null)
    return pause === null ? 'resumed' : 'paused'
  }
}

/** What the Schedule says, if the store does not say so too. */
export async function differenceOf(
  schedules: FollowingParts['schedules'],
  account: Account,
): Promise<{ readonly pause: Awaited<ReturnType<SyncSchedules['readPause']>> } | null> {
  const pause = await schedules.readPause(account.on24_client_id)
  if ((pause === null) === (pauseOf(account) === null)) return null
  if (pause === null && !(await schedules.exists(account.on24_client_id))) return null
  return { pause }
}

export async function isPaused(
  { store }: Pick<FollowingParts, 'store'>,
  on24ClientId: string,
): Promise<boolean> {
  const account = await findAccount(store, on24ClientId)
  return account !== undefined && pauseOf(account) !== null
}

/** So that what waits, for a retry or for a resume, hears of it at once. Safe to repeat. */
export async function tellWork(
  { store, accountWork }: Pick<FollowingParts, 'store' | 'accountWork'>,
  on24ClientId: string,
  isPaused: boolean,
): Promise<void> {
  const signal = isPaused ? SIGNALS.pauseWork : SIGNALS.resumeWork
  await accountWork.tell(on24ClientId, signal, await unfinishedRuns(store, on24ClientId))
}
