/**
 * Brings the flag of an account's Schedule in line with the latest pause or resume that was asked for. Whoever reads
 * the flag does so first: until then it says what somebody wanted before.
 */
import { ensureSyncing } from '../accounts/start-syncing.ts'
import { withLease } from '../leases/hold-lease.ts'
import { turnLease } from '../leases/lease-names.ts'
import {
  changesPauseAfterAll,
  settleOperation,
  type StoredTurn,
  unsettledWish,
} from '../store/operations.ts'
import { done, type OperatingParts, type Outcome, unchanged } from './operating.ts'
import { tellWork } from './tell-work.ts'

/** Resolves when the latest wish is settled, by whoever. */
export async function applyWish(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  const { store } = parts
  if ((await unsettledWish(store, on24ClientId)) === null) return
  await withLease(store, { name: turnLease(on24ClientId), signal }, async (leased) => {
    // Somebody may ask for the opposite while this one is applied.
    for (;;) {
      const wish = await unsettledWish(store, on24ClientId)
      if (wish === null) return
      leased.throwIfAborted()
      const apply = wish.operation.signal === 'pause' ? hold : letGo
      await settleOperation(store, wish, await apply(parts, wish, leased))
    }
  })
}

/** Its Schedule starts nothing more, and what is at work ends or waits within seconds. */
async function hold(
  parts: OperatingParts,
  { on24ClientId, operation, changesPause }: StoredTurn,
  leased: AbortSignal,
): Promise<Outcome> {
  await makeScheduleIfGone(parts, on24ClientId, leased)
  const wasPaused = (await parts.schedules.readPause(on24ClientId)) !== null
  const reason = operation.signal === 'pause' ? operation.reason : null
  if (!wasPaused) await parts.schedules.pause(on24ClientId, reason)
  await tellWork(parts, on24ClientId, true)
  return wasPaused && !changesPause
    ? unchanged('It was paused already.')
    : done('Paused: what is at work stops within seconds, and keeps what it has.')
}

/** It goes on with a run now, and with the backfills that waited. */
async function letGo(
  parts: OperatingParts,
  { on24ClientId, auditId, changesPause }: StoredTurn,
  leased: AbortSignal,
): Promise<Outcome> {
  await makeScheduleIfGone(parts, on24ClientId, leased)
  const wasPaused = (await parts.schedules.readPause(on24ClientId)) !== null
  if (wasPaused) {
    // Paused by hand, so that the store did not know it: an attempt after this one finds the flag as it is to be.
    if (!changesPause) await changesPauseAfterAll(parts.store, auditId)
    await parts.schedules.unpause(on24ClientId)
  }
  if (wasPaused || changesPause) await parts.schedules.trigger(on24ClientId)
  await tellWork(parts, on24ClientId, false)
  return wasPaused || changesPause
    ? done('Resumed: a run starts now.')
    : unchanged('It was not paused.')
}

async function makeScheduleIfGone(
  parts: OperatingParts,
  on24ClientId: string,
  signal: AbortSignal,
): Promise<void> {
  if (await parts.schedules.exists(on24ClientId)) return
  await ensureSyncing(parts, on24ClientId, signal)
}
