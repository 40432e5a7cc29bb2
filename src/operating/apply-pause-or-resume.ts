/**
 * Applies the latest requested pause or resume of an account to its Schedule's flag. Call it before reading the flag:
 * until then the flag may reflect an earlier request.
 */
import { ensureSyncing } from '../accounts/ensure-schedule-and-controller.ts'
import { withLease } from '../store/leases/hold-lease.ts'
import { pauseLease } from '../store/leases/lease-names.ts'
import { errorFacts } from '../observability/error-facts.ts'
import {
  markChangesPause,
  latestPauseOrResume,
  settleOperation,
  type StoredPauseOrResume,
  unsettledPauseOrResume,
} from '../store/operations.ts'
import { done, type OperatingParts, type Outcome, unchanged } from './outcome.ts'
import { signalRuns } from './signal-runs.ts'

/** Resolves once the latest request is settled, by this process or another. */
export async function applyPauseOrResume(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  const { store } = parts
  if ((await unsettledPauseOrResume(store, on24ClientId)) === null) return
  await withLease(store, { name: pauseLease(on24ClientId), signal }, async (leased) => {
    // Another request may arrive while this one is applied.
    for (;;) {
      const request = await unsettledPauseOrResume(store, on24ClientId)
      if (request === null) return
      await applyOne(parts, request, leased)
    }
  })
}

async function applyOne(
  parts: OperatingParts,
  request: StoredPauseOrResume,
  leased: AbortSignal,
): Promise<void> {
  const apply = request.operation.signal === 'pause' ? applyPause : applyResume
  let isInTime = false
  try {
    const outcome = await apply(parts, request, leased)
    isInTime = await settleOperation(parts.store, request, outcome)
  } finally {
    // A process that stalled until its lease expired may have overwritten the flag that a later request has set.
    if (!isInTime) await restoreNewestSettled(parts, request)
  }
}

async function restoreNewestSettled(
  { store, schedules }: OperatingParts,
  { on24ClientId, auditId }: StoredPauseOrResume,
): Promise<void> {
  const newest = await latestPauseOrResume(store, on24ClientId)
  if (newest === null || newest.auditId === auditId || newest.outcome === null) return
  const isPaused = (await schedules.readPause(on24ClientId)) !== null
  const { operation } = newest
  if (operation.signal === 'resume' && isPaused) await schedules.unpause(on24ClientId)
  if (operation.signal === 'pause' && !isPaused) {
    await schedules.pause(on24ClientId, operation.reason)
  }
}

/** The Schedule starts nothing more, and work in progress ends or waits within seconds. */
async function applyPause(
  parts: OperatingParts,
  { on24ClientId, operation, changesPause }: StoredPauseOrResume,
  leased: AbortSignal,
): Promise<Outcome> {
  await restoreScheduleIfMissing(parts, on24ClientId, leased)
  const wasPaused = (await parts.schedules.readPause(on24ClientId)) !== null
  const reason = operation.signal === 'pause' ? operation.reason : null
  leased.throwIfAborted()
  if (wasPaused) await parts.schedules.followFlag(on24ClientId, { reason })
  else await parts.schedules.pause(on24ClientId, reason)
  await trySignalRuns(parts, on24ClientId, true)
  return wasPaused && !changesPause
    ? unchanged('The account was already paused.')
    : done('Paused: work in progress stops within seconds and keeps what it has done.')
}

/** Starts a run now and lets waiting backfills continue. */
async function applyResume(
  parts: OperatingParts,
  { on24ClientId, auditId, changesPause }: StoredPauseOrResume,
  leased: AbortSignal,
): Promise<Outcome> {
  await restoreScheduleIfMissing(parts, on24ClientId, leased)
  const wasPaused = (await parts.schedules.readPause(on24ClientId)) !== null
  leased.throwIfAborted()
  if (wasPaused) {
    // Paused in Temporal without the store knowing. Note it first: a later attempt would find the flag already cleared.
    if (!changesPause) await markChangesPause(parts.store, auditId)
    await parts.schedules.unpause(on24ClientId)
  } else await parts.schedules.followFlag(on24ClientId, null)
  await trySignalRuns(parts, on24ClientId, false)
  leased.throwIfAborted()
  if (!wasPaused && !changesPause) return unchanged('The account was not paused.')
  await parts.schedules.trigger(on24ClientId)
  return done('Resumed: a run starts now.')
}

/** May fail: work in progress also checks the store, with each heartbeat or an hour later. */
async function trySignalRuns(
  parts: OperatingParts,
  on24ClientId: string,
  isPaused: boolean,
): Promise<void> {
  try {
    await signalRuns(parts, on24ClientId, isPaused)
  } catch (error) {
    parts.logger.warn(
      { on24ClientId, isPaused, ...errorFacts(error) },
      'Work in progress could not be signalled about a pause or resume; it finds out later from the store',
    )
  }
}

async function restoreScheduleIfMissing(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  if (await parts.schedules.exists(on24ClientId)) return
  await ensureSyncing(parts, on24ClientId, signal)
}
