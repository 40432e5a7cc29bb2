/** Opens a run in the store and fills its work list. Safe to repeat: existing entries stay as they are. */
import type { RunTrigger } from '../contracts/run.ts'
import type { BeginRunInput } from '../contracts/sync-activities.ts'
import type { Store } from '../store/database.ts'
import { planDeliveriesOfWaitingRows, planReads } from '../store/runs/work-list.ts'
import { expireRows } from '../store/rows/expire.ts'
import { addDroppedRows, openRun, type Run } from '../store/runs/runs.ts'
import { openWebinars } from '../store/webinars/open-webinars.ts'
import { closeAbandonedRuns } from './close-abandoned-runs.ts'
import { isSlot } from './slots.ts'
import type { Account } from '../store/accounts/account.ts'

export async function openRunFor(
  store: Store,
  account: Account,
  input: BeginRunInput,
  now: Date,
): Promise<Run> {
  await closeAbandonedRuns(store, input, now)
  const run = await openRun(store, {
    runKey: input.runKey,
    on24ClientId: account.on24ClientId,
    workflowId: input.workflowId,
    runId: input.runId,
    trigger: triggerOf(account, input.nominalStartAt),
    windowFrom: account.cursorAt,
    windowTo: windowEnd(input.nominalStartAt, now),
    startedAt: now,
  })
  // Before any vendor is called, so that vendor errors never keep personal data longer than allowed.
  const dropped = await expireRows(store, account.on24ClientId, now)
  await addDroppedRows(store, input.runKey, dropped)
  return run
}

/**
 * The slot, but never a time in the future: the cursor follows it and never moves back, so after a backfill of a
 * Schedule for next year nothing would be discovered until then.
 */
function windowEnd(nominalStartAt: string | null, now: Date): Date {
  const nominal = new Date(nominalStartAt ?? now)
  return nominal < now ? nominal : now
}

/** A slot is exactly at 00, 06, 12 or 18 UTC; a triggered run has the second of its trigger. */
function triggerOf(account: Account, nominalStartAt: string | null): RunTrigger {
  if (nominalStartAt !== null && isSlot(nominalStartAt)) return 'schedule'
  return account.cursorAt === null ? 'link' : 'sync'
}

/** After discovery: plans open webinars, and webinars whose rows have been waiting since an earlier run. */
export async function planRun(
  store: Store,
  run: { readonly on24ClientId: string; readonly runKey: string },
  contentTypes: readonly string[],
  now: Date,
): Promise<void> {
  const { on24ClientId, runKey } = run
  await planReads(store, runKey, await openWebinars(store, on24ClientId, contentTypes, now))
  await planDeliveriesOfWaitingRows(store, runKey, on24ClientId)
}
