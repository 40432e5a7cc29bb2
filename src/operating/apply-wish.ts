/**
 * Brings the flag of an account's Schedule in line with the latest pause or resume that was asked for. Whoever reads
 * the flag does so first: until then it says what somebody wanted before.
 */
import { ensureSyncing } from '../accounts/start-syncing.ts'
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
import { tellWork } from './tell-work.ts'

/** Resolves when the latest wish is settled, by whoever. */
export async function applyWish(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  const { store } = parts
  if ((await unsettledPauseOrResume(store, on24ClientId)) === null) return
  await withLease(store, { name: pauseLease(on24ClientId), signal }, async (leased) => {
    // Somebody may ask for the opposite while this one is applied.
    for (;;) {
      const wish = await unsettledPauseOrResume(store, on24ClientId)
      if (wish === null) return
      await applyOne(parts, wish, leased)
    }
  })
}

async function applyOne(
  parts: OperatingParts,
  wish: StoredPauseOrResume,
  leased: AbortSignal,
): Promise<void> {
  const apply = wish.operation.signal === 'pause' ? hold : letGo
  let isInTime = false
  try {
    const outcome = await apply(parts, wish, leased)
    isInTime = await settleOperation(parts.store, wish, outcome)
  } finally {
    // A process that stood still while its lease ran out may have set the flag after somebody else did for a later turn.
    if (!isInTime) await setAsLastSettled(parts, wish)
  }
}

async function setAsLastSettled(
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

/** Its Schedule starts nothing more, and what is at work ends or waits within seconds. */
async function hold(
  parts: OperatingParts,
  { on24ClientId, operation, changesPause }: StoredPauseOrResume,
  leased: AbortSignal,
): Promise<Outcome> {
  await makeScheduleIfGone(parts, on24ClientId, leased)
  const wasPaused = (await parts.schedules.readPause(on24ClientId)) !== null
  const reason = operation.signal === 'pause' ? operation.reason : null
  leased.throwIfAborted()
  if (!wasPaused) await parts.schedules.pause(on24ClientId, reason)
  await hintAtWork(parts, on24ClientId, true)
  return wasPaused && !changesPause
    ? unchanged('It was paused already.')
    : done('Paused: what is at work stops within seconds, and keeps what it has.')
}

/** It goes on with a run now, and with the backfills that waited. */
async function letGo(
  parts: OperatingParts,
  { on24ClientId, auditId, changesPause }: StoredPauseOrResume,
  leased: AbortSignal,
): Promise<Outcome> {
  await makeScheduleIfGone(parts, on24ClientId, leased)
  const wasPaused = (await parts.schedules.readPause(on24ClientId)) !== null
  leased.throwIfAborted()
  if (wasPaused) {
    // Paused by hand, so that the store did not know it: an attempt after this one finds the flag as it is to be.
    if (!changesPause) await markChangesPause(parts.store, auditId)
    await parts.schedules.unpause(on24ClientId)
  }
  await hintAtWork(parts, on24ClientId, false)
  leased.throwIfAborted()
  if (!wasPaused && !changesPause) return unchanged('It was not paused.')
  await parts.schedules.trigger(on24ClientId)
  return done('Resumed: a run starts now.')
}

/** Only a hint: what is at work looks at the store anyway, with each heartbeat, or an hour later. */
async function hintAtWork(
  parts: OperatingParts,
  on24ClientId: string,
  isPaused: boolean,
): Promise<void> {
  try {
    await tellWork(parts, on24ClientId, isPaused)
  } catch (error) {
    parts.logger.warn(
      { on24ClientId, isPaused, ...errorFacts(error) },
      'What is at work was not told of a pause or resume; it sees it later',
    )
  }
}

async function makeScheduleIfGone(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  if (await parts.schedules.exists(on24ClientId)) return
  await ensureSyncing(parts, on24ClientId, signal)
}
