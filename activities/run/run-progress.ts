/** What is left to do in a run, from the store. */
import { describeBackfill } from '../../src/runs/backfill-progress.ts'
import type { RunProgress, RunReference } from '../../src/contracts/sync-activities.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { webinarsToDeliver, webinarsToRead } from '../../src/store/runs/work-list.ts'
import { findRun } from '../../src/store/runs/runs.ts'
import type { Service } from '../../src/service.ts'
import { AccountPaused } from './run-lease.ts'
import type { RunWork } from './run-work.ts'
import { isPaused, mayCallActOn } from '../../src/store/accounts/account.ts'

type ProgressContext = Pick<Service, 'store' | 'vendors' | 'now'>

/**
 * Webinars whose rows may be delivered now. Rows are only stored while the account waits for quota or for a relink, or
 * once this run has stopped calling Act-On; rows of a backfill also while its share of the day's calls is used up.
 */
export async function deliverableNow(
  context: ProgressContext,
  run: RunReference,
): Promise<string[]> {
  return (await runMayCallActOn(context, run)) ? webinarsToDeliver(context.store, run.runKey) : []
}

export async function runMayCallActOn(
  { store, vendors }: ProgressContext,
  { on24ClientId, runKey, kind }: RunReference,
): Promise<boolean> {
  const account = await getAccount(store, on24ClientId)
  if (!mayCallActOn(account)) return false
  if (((await findRun(store, runKey))?.actOnStopped ?? null) !== null) return false
  return kind === 'sync' || (await vendors.actOnPace(account, kind).callsLeft()) > 0
}

/**
 * Works until nothing is left to do or the account is paused. A pause is a result and not a failure, because everything
 * done so far is stored. Work that fails while it stops is repeated after the resume.
 */
export async function progressUntilPaused(
  context: ProgressContext,
  run: RunReference,
  { signal, stopOnPause }: RunWork,
  work: () => Promise<void>,
): Promise<RunProgress> {
  try {
    await stopOnPause()
    await work()
  } catch (error) {
    if (!(signal.reason instanceof AccountPaused)) throw error
    return { ...(await runProgress(context, run)), isPaused: true }
  }
  return runProgress(context, run)
}

async function runProgress(context: ProgressContext, run: RunReference): Promise<RunProgress> {
  const { store, now } = context
  const account = await getAccount(store, run.on24ClientId)
  // A comparison downloads the list of each webinar that it reads.
  const mayRead = run.kind !== 'compare' || (await runMayCallActOn(context, run))
  return {
    webinarsToRead: mayRead ? (await webinarsToRead(store, run.runKey)).length : 0,
    webinarsToDeliver: (await deliverableNow(context, run)).length,
    isPaused: isPaused(account),
    ...(run.kind === 'backfill' && {
      details: await describeBackfill(store, run.runKey, now()),
    }),
  }
}
