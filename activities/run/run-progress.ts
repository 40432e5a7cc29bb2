/** What is left to do in a run, from the store. */
import { describeBackfill } from '../../src/runs/backfill-progress.ts'
import type { RunProgress, RunReference } from '../../src/contracts/sync-activities.ts'
import { countWorkLeft, webinarsToDeliver } from '../../src/store/runs/work-list.ts'
import { type AccountInRun, getAccountInRun } from '../../src/store/runs/runs.ts'
import type { Service } from '../../src/service.ts'
import { AccountPaused } from './run-lease.ts'
import type { RunWork } from './run-work.ts'
import { type Account, isPaused, mayCallActOn } from '../../src/store/accounts/account.ts'

type ProgressContext = Pick<Service, 'store' | 'vendors' | 'now'>

/**
 * Webinars whose rows may be delivered now. Rows are only stored while the account waits for quota or for a relink, or
 * once this run has stopped calling Act-On; rows of a backfill also while its share of the day's calls is used up.
 */
export async function deliverableNow(
  context: ProgressContext,
  run: RunReference,
): Promise<string[]> {
  const account = await accountThatMayBeCalled(context, run)
  return account === null ? [] : webinarsToDeliver(context.store, run.runKey)
}

/** The account, as it is now, if the run may call Act-On for it, else null. */
export async function accountThatMayBeCalled(
  context: ProgressContext,
  run: RunReference,
): Promise<Account | null> {
  const account = await getAccountInRun(context.store, run)
  return (await mayCallActOnInRun(context, run, account)) ? account : null
}

async function mayCallActOnInRun(
  { vendors }: ProgressContext,
  { kind }: RunReference,
  account: AccountInRun,
): Promise<boolean> {
  if (!mayCallActOn(account) || account.actOnStopped !== null) return false
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
  const account = await getAccountInRun(store, run)
  const mayCall = await mayCallActOnInRun(context, run, account)
  // A comparison downloads the list of each webinar that it reads.
  const mayRead = run.kind !== 'compare' || mayCall
  const { toRead, toDeliver } = await countWorkLeft(store, run.runKey)
  return {
    webinarsToRead: mayRead ? toRead : 0,
    webinarsToDeliver: mayCall ? toDeliver : 0,
    isPaused: isPaused(account),
    ...(run.kind === 'backfill' && {
      details: await describeBackfill(store, run.runKey, now()),
    }),
  }
}
