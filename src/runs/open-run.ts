/** Opens a run in the store and puts its work on its list. Safe to repeat: everything is found as it was left. */
import type { RunTrigger } from '../contracts/run.ts'
import type { BeginRunInput } from '../contracts/sync-activities.ts'
import type { Account } from '../store/accounts.ts'
import type { Store } from '../store/database.ts'
import { planCarriedDeliveries, planReads } from '../store/run-webinars.ts'
import { openRun } from '../store/runs.ts'
import { dropExpiredRows } from '../store/waiting-rows.ts'
import { openWebinars } from '../store/webinars.ts'
import { closeAbandonedRuns } from './close-abandoned-runs.ts'
import { isSlot } from './slots.ts'

export async function openRunFor(
  store: Store,
  account: Account,
  input: BeginRunInput,
  now: Date,
): Promise<void> {
  await closeAbandonedRuns(store, input, now)
  await openRun(store, {
    runKey: input.runKey,
    on24ClientId: account.on24_client_id,
    workflowId: input.workflowId,
    runId: input.runId,
    trigger: triggerOf(account, input.nominalStartAt),
    windowFrom: account.cursor_at,
    windowTo: windowEnd(input.nominalStartAt, now),
    startedAt: now,
  })
  await dropWhatIsTooOld(store, input, now)
}

/** Before any vendor is asked: no trouble with one of them makes personal data stay for longer. */
async function dropWhatIsTooOld(
  store: Store,
  { on24ClientId, runKey }: BeginRunInput,
  now: Date,
): Promise<void> {
  await store.transaction().execute(async (tx) => {
    const dropped = await dropExpiredRows(tx, on24ClientId, now)
    if (dropped === 0) return
    await tx.updateTable('run').set({ dropped }).where('run_key', '=', runKey).execute()
  })
}

/**
 * The slot, but never a time to come: the cursor follows it and does not move back, so a backfill of a
 * Schedule into next year would leave nothing to be discovered until then.
 */
function windowEnd(nominalStartAt: string | null, now: Date): Date {
  const nominal = new Date(nominalStartAt ?? now)
  return nominal < now ? nominal : now
}

/** A slot is exactly on 00, 06, 12 or 18 UTC; a triggered run carries the second of its trigger. */
function triggerOf(account: Account, nominalStartAt: string | null): RunTrigger {
  if (nominalStartAt !== null && isSlot(nominalStartAt)) return 'schedule'
  return account.cursor_at === null ? 'link' : 'sync'
}

/** After discovery: the webinars that are open, and those whose rows wait since an earlier run. */
export async function planRun(
  store: Store,
  run: { readonly on24ClientId: string; readonly runKey: string },
  contentTypes: readonly string[],
  now: Date,
): Promise<void> {
  const { on24ClientId, runKey } = run
  await planReads(store, runKey, await openWebinars(store, on24ClientId, contentTypes, now))
  await planCarriedDeliveries(store, runKey, on24ClientId)
}
