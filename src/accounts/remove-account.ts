/**
 * Removes an account: marks it so that nothing more is started for it, ends its workflows, then deletes its rows. Each
 * step can be repeated, and any process finishes an interrupted removal.
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
import { withLifecycleLease } from './lifecycle-lease.ts'
import { isBeingRemoved } from '../store/accounts/account.ts'

export interface RemovalParts extends Pick<Service, 'store' | 'now'> {
  readonly schedules: SyncSchedules
  readonly controllers: Controllers
  readonly accountWork: AccountWork
}

/**
 * Resolves once only the audit trail of the account is left; with false if it is not registered. Once the removal has
 * begun, the service finishes it even if this call fails or `signal` aborts it.
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

/** Does nothing if another process has finished the removal. */
export async function finishRemoval(
  { store, now, schedules, controllers, accountWork }: RemovalParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  await withLifecycleLease(store, on24ClientId, signal, async (leased) => {
    const account = await findAccount(store, on24ClientId)
    if (account === undefined || !isBeingRemoved(account)) return
    await schedules.remove(on24ClientId)
    await accountWork.end(on24ClientId, await unfinishedRuns(store, on24ClientId), leased)
    await controllers.end(on24ClientId)
    await untilIdle(store, on24ClientId, leased)
    leased.throwIfAborted()
    await finishRemovalInStore(store, on24ClientId, now())
  })
}

/** A little longer than a lease can outlive its owner. */
const LONGEST_WAIT_MS = 20_000
const LOOK_EVERY_MS = 250

/**
 * An activity may continue for a moment after its workflow has ended. That is harmless to the removal, because its
 * writes find no rows; but it must not overlap with a new registration of the same client.
 */
async function untilIdle(
  store: Service['store'],
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + LONGEST_WAIT_MS
  while ((await isWorkedOn(store, on24ClientId)) && performance.now() < until) {
    await sleep(LOOK_EVERY_MS, undefined, { signal })
  }
}
