/** Starts a backfill, or joins a running one of the same range. It waits while the account is paused. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { BackfillRequest } from '../contracts/operations.ts'
import { done, type OperatingParts, type Outcome, refused, unchanged } from './outcome.ts'

/** A cancelled backfill usually ends within seconds. Other operations of the account wait meanwhile. */
const LONGEST_WAIT_MS = 20_000
const LOOK_EVERY_MS = 500

export async function startBackfill(
  { backfills }: OperatingParts,
  on24ClientId: string,
  { from, to, dryRun }: BackfillRequest,
  { auditId, signal }: { readonly auditId: string; readonly signal: AbortSignal },
): Promise<Outcome> {
  const until = performance.now() + LONGEST_WAIT_MS
  for (;;) {
    const started = await backfills.start(on24ClientId, { from, to, dryRun }, auditId)
    const { workflowId, isNew, isBeingCancelled } = started
    if (isNew) return done(`Started as ${workflowId}.`)
    if (!isBeingCancelled) return unchanged(`${workflowId} is already running: joined.`)
    if (performance.now() >= until) return refused(BEING_CANCELLED)
    await sleep(LOOK_EVERY_MS, undefined, { signal })
  }
}

const BEING_CANCELLED =
  'The backfill of this range was cancelled and has not ended yet. Request it again once its run has ended.'
