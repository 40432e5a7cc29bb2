/**
 * Removes an account: first it is marked, so that nothing is started for it any more; then what is at work
 * ends; then all that is stored goes. Each step can be repeated, and a removal that was cut short is finished
 * by any process.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Service } from '../service.ts'
import { findAccount } from '../store/accounts/accounts.ts'
import {
  beginRemoval,
  type RemovalRequest,
  finishRemovalInStore,
  isWorkedOn,
} from '../store/accounts/removals.ts'
import { unfinishedRuns } from '../store/runs/runs.ts'
import type { AccountWork } from '../temporal/account-work.ts'
import type { Controllers } from '../temporal/controllers.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'
import { withAccountLife } from './account-life.ts'
import { isBeingRemoved } from '../store/accounts/account.ts'

export interface RemovalParts extends Pick<Service, 'store' | 'now'> {
  readonly schedules: SyncSchedules
  readonly controllers: Controllers
  readonly accountWork: AccountWork
}

/**
 * Resolves when nothing of the account is left but its audit trail; false when it is not registered. Once it
 * has begun it is finished by the service, even if this call fails or `signal` ends it.
 */
export async function removeAccount(
  parts: RemovalParts,
  on24ClientId: string,
  by: Omit<RemovalRequest, 'at'>,
  signal: AbortSignal,
): Promise<boolean> {
  const hasBegun = await beginRemoval(parts.store, on24ClientId, { ...by, at: parts.now() })
  if (hasBegun) await finishRemoval(parts, on24ClientId, signal)
  return hasBegun
}

/** Does nothing when somebody else has finished it. */
export async function finishRemoval(
  { store, now, schedules, controllers, accountWork }: RemovalParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  await withAccountLife(store, on24ClientId, signal, async (leased) => {
    const account = await findAccount(store, on24ClientId)
    if (account === undefined || !isBeingRemoved(account)) return
    await schedules.remove(on24ClientId)
    await accountWork.end(on24ClientId, await unfinishedRuns(store, on24ClientId), leased)
    await controllers.end(on24ClientId)
    await untilNobodyWorks(store, on24ClientId, leased)
    leased.throwIfAborted()
    await finishRemovalInStore(store, on24ClientId, now())
  })
}

/** The longest that a lease outlives its owner, and some air. */
const LONGEST_WAIT_MS = 20_000
const LOOK_EVERY_MS = 250

/**
 * An activity may go on for a moment after its workflow has ended. It would do no harm, because what it writes
 * finds no row any more; but a new registration of the same client should not meet it.
 */
async function untilNobodyWorks(
  store: Service['store'],
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + LONGEST_WAIT_MS
  while ((await isWorkedOn(store, on24ClientId)) && performance.now() < until) {
    await sleep(LOOK_EVERY_MS, undefined, { signal })
  }
}
