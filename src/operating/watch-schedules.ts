/**
 * Periodically compares all Schedules with the store: an operator may have paused, unpaused or deleted one in Temporal,
 * or terminated a controller. A changed flag is handled by the account's controller; missing Schedules and controllers
 * are recreated. Also stores the next runs, and which Schedules and controllers belong to no linked account.
 */
import { ensureSyncing, type SyncStarters } from '../accounts/ensure-schedule-and-controller.ts'
import { SIGNALS } from '../contracts/temporal-names.ts'
import { SCHEDULES_LEASE } from '../store/leases/lease-names.ts'
import { errorFacts } from '../observability/error-facts.ts'
import type { Service } from '../service.ts'
import { findAccount } from '../store/accounts/accounts.ts'
import { takeLease } from '../store/leases/leases.ts'
import { saveAllNextRuns } from '../store/accounts/next-runs.ts'
import { unsettledPauseOrResume } from '../store/operations.ts'
import { knownPauses } from '../store/accounts/pauses.ts'
import type { Controllers } from '../temporal/controllers.ts'
import type { SyncSchedules } from '../temporal/schedules.ts'
import { scheduleDifference } from './follow-schedule.ts'
import { noteOrphans } from './note-orphans.ts'

export interface WatchingParts
  extends Pick<Service, 'store' | 'now'>, Pick<SyncStarters, 'logger'> {
  readonly schedules: SyncSchedules
  readonly controllers: Controllers
}

const LONGEST_PER_ACCOUNT_MS = 60_000

/** @param process identifies this process: while it keeps the lease, no other process compares. */
export function watchSchedules(parts: WatchingParts, process: string, everyMs: number) {
  return async (stopped: AbortSignal) => {
    // Lasts beyond the next comparison: if this process stops comparing, another one takes over.
    if (!(await takeLease(parts.store, SCHEDULES_LEASE, process, everyMs * 1.5))) return
    await compareSchedules(parts, stopped)
  }
}

async function compareSchedules(parts: WatchingParts, stopped: AbortSignal): Promise<void> {
  const listed = new Map<string, boolean>()
  const nextRuns = new Map<string, readonly Date[]>()
  for await (const schedule of parts.schedules.list()) {
    listed.set(schedule.on24ClientId, schedule.isPaused)
    nextRuns.set(schedule.on24ClientId, schedule.nextRuns)
  }
  const open = new Set<string>()
  for await (const on24ClientId of parts.controllers.listOpen()) open.add(on24ClientId)
  await saveAllNextRuns(parts.store, nextRuns)
  await noteOrphans(parts, { schedules: new Set(listed.keys()), controllers: open })
  for (const { on24ClientId, isPaused } of await knownPauses(parts.store)) {
    if (stopped.aborted) return
    if (listed.get(on24ClientId) === isPaused && open.has(on24ClientId)) continue
    try {
      const limit = AbortSignal.any([stopped, AbortSignal.timeout(LONGEST_PER_ACCOUNT_MS)])
      if (!open.has(on24ClientId)) await ensureSyncing(parts, on24ClientId, limit)
      await followIfChanged(parts, on24ClientId, limit)
    } catch (error) {
      parts.logger.warn(
        { on24ClientId, ...errorFacts(error) },
        'The Schedule of an account could not be checked',
      )
    }
  }
}

/** Reads the Schedule itself, because Temporal's list may be some seconds old. */
async function followIfChanged(
  parts: WatchingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  const { store, schedules, controllers } = parts
  if (!(await schedules.exists(on24ClientId))) return ensureSyncing(parts, on24ClientId, signal)
  // A requested pause or resume is about to set the flag.
  if ((await unsettledPauseOrResume(store, on24ClientId)) !== null) return
  const account = await findAccount(store, on24ClientId)
  if (account === undefined || (await scheduleDifference(schedules, account)) === null) return
  if (await controllers.signal(on24ClientId, SIGNALS.followSchedule)) return
  await ensureSyncing(parts, on24ClientId, signal)
  await controllers.signal(on24ClientId, SIGNALS.followSchedule)
}
