/** Begins every round of a backfill or a comparison: opens its run, plans its work, and counts what is left. */
import type { RunProgress, RunReference } from '../../src/contracts/sync-activities.ts'
import type { Service } from '../../src/service.ts'
import { type Account, AccountNotLinked } from '../../src/store/accounts/account.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { backfillLease } from '../../src/store/leases/lease-names.ts'
import { takeLease } from '../../src/store/leases/leases.ts'
import { countWork } from '../../src/store/runs/run-progress.ts'
import { getRun } from '../../src/store/runs/runs.ts'
import { webinarsToDeliver } from '../../src/store/runs/work-list.ts'
import { beginningOf } from '../../src/runs/beginning.ts'
import { callActOnAgain } from '../../src/store/troubles/run-troubles.ts'
import { progressUntilPaused } from './run-progress.ts'
import { type RunWork, withinRun } from './run-work.ts'

export interface Round {
  /** Opens the run in the store. Safe to repeat. False: it has to wait for another run to end. */
  readonly open: (signal: AbortSignal) => Promise<boolean>
  /** Puts webinars on the run's work list. Not called while the account is paused. */
  readonly plan: (account: Account, work: RunWork) => Promise<void>
}

interface PlannedRound extends RunProgress {
  /** Webinars in all. */
  readonly webinars: number
  /** Webinars with rows to deliver, whether or not they may be delivered now. */
  readonly undelivered: number
}

const HAS_TO_WAIT: PlannedRound = {
  ...{ webinarsToRead: 0, webinarsToDeliver: 0, webinars: 0, undelivered: 0 },
  ...{ isPaused: false, isBehindAnother: true },
}

/** Throws AccountNotLinked. */
export async function planRound(
  context: Service,
  run: RunReference & { readonly lookAgainSeconds: number },
  { open, plan }: Round,
): Promise<PlannedRound> {
  const { store, now } = context
  const { on24ClientId, runKey, lookAgainSeconds } = run
  return withinRun(context, run, async (work) => {
    const account = await getAccount(store, on24ClientId)
    if (account.linkedAt === null) throw new AccountNotLinked(on24ClientId)
    if (!(await open(work.signal))) return HAS_TO_WAIT
    // Not sooner: the workflow waits this long between rounds, unless something else starts one.
    const stoppedUntil = new Date(now().getTime() - lookAgainSeconds * 1000)
    await callActOnAgain(store, runKey, stoppedUntil)
    const progress = await progressUntilPaused(context, run, work, () => plan(account, work))
    // One that waits is still active: its rows stay its own for the time of two rounds.
    const lease = backfillLease(on24ClientId, runKey)
    await takeLease(store, lease, runKey, 2 * lookAgainSeconds * 1000)
    const { of: webinars } = await countWork(store, runKey)
    const undelivered = (await webinarsToDeliver(store, runKey)).length
    const began = await beginningOf(context, await getRun(store, runKey))
    return { ...progress, webinars, undelivered, began }
  })
}
