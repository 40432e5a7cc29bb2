import type { BeginRunInput, RunProgress } from '../../src/contracts/sync-activities.ts'
import { discover } from '../../src/discovery/discover.ts'
import { followSchedule } from '../../src/operating/follow-schedule.ts'
import { beginningOf } from '../../src/runs/beginning.ts'
import { openRunFor, planRun } from '../../src/runs/open-run.ts'
import { getAccount } from '../../src/store/accounts/accounts.ts'
import { countDiscovery } from '../../src/store/accounts/sync-requests.ts'
import { forgetFutureStamps } from '../../src/store/accounts/future-stamps.ts'
import { undiscoveredSince } from '../../src/store/runs/runs.ts'
import type { Service } from '../../src/service.ts'
import { finish, finishedBefore } from './finish-run.ts'
import { endRunLease, keepRunLease } from './run-lease.ts'
import { progressUntilPaused } from './run-progress.ts'
import { withinRun } from './run-work.ts'
import { AccountNotLinked, isPaused } from '../../src/store/accounts/account.ts'

const NOTHING_TO_DO: RunProgress = { webinarsToRead: 0, webinarsToDeliver: 0, isPaused: false }

/**
 * First activity of a run: checks whether the account is paused, and if not, plans the work. If there is none, closes the
 * run, as most runs find nothing new. Called once more at the end of the run if ON24 did not answer everything; questions
 * whose answers are stored are not asked again.
 */
export function createBeginRun(context: Service) {
  const { store, config, vendors, now } = context
  return async function beginRun(input: BeginRunInput): Promise<RunProgress> {
    const { on24ClientId, runKey, kind } = input
    const progress = await withinRun(context, input, async (work) => {
      await forgetFutureStamps(store, on24ClientId, now())
      // The run relies on the store, which may not yet have a pause that was set on the Schedule itself.
      await followSchedule(context, on24ClientId, work.signal)
      const account = await getAccount(store, on24ClientId)
      // This happens if the store was restored from a backup made before the account was linked.
      if (account.linkedAt === null) throw new AccountNotLinked(on24ClientId)
      const opened = await openRunFor(store, account, input, now())
      // Only of an attempt whose answer was lost. A run that is reset in Temporal works again.
      const finished = work.isRepeated ? await finishedBefore(context, input, opened) : null
      if (finished !== null) return { ...NOTHING_TO_DO, finished }
      if (isPaused(account)) return { ...NOTHING_TO_DO, isPaused: true }
      const failures: Error[] = []
      await countDiscovery(store, on24ClientId)
      const { startedAt, windowFrom: cursorAt } = opened
      const progress = await progressUntilPaused(context, input, work, async () => {
        const failure = await discover({
          store,
          on24: await vendors.on24(account, work),
          on24ClientId,
          runKey: input.runKey,
          startedAt,
          since: cursorAt ?? (await undiscoveredSince(store, on24ClientId)) ?? startedAt,
          isFirst: cursorAt === null,
          mayBeRefused: account.failingSince !== null || work.isRepeated,
          lookbackHours: config.on24.discoveryLookbackHours,
          contentTypes: config.on24.contentTypes,
          signal: work.signal,
          now,
        })
        if (failure !== null) failures.push(failure)
        await planRun(store, input, config.on24.contentTypes, now())
      })
      const [failure] = failures
      if (progress.isPaused) return progress
      if (progress.webinarsToRead === 0 && progress.webinarsToDeliver === 0) {
        // Known open webinars do not wait for unanswered questions. If there are none, the run ends with the failure.
        if (failure !== undefined) throw failure
        if (input.mayFinish !== true) return progress
        // Nothing may be closed for an account that is gone, nor by an attempt that was given up.
        const { isPaused: isPausedNow } = await keepRunLease(store, input)
        work.signal.throwIfAborted()
        if (isPausedNow) return { ...progress, isPaused: true }
        const end = { on24ClientId, runKey, kind, failure: null, stopped: null }
        return { ...progress, finished: await finish(context, end) }
      }
      const began = await beginningOf(context, opened)
      return { ...progress, began, ...(failure !== undefined && { discoversAgain: true }) }
    })
    if (progress.finished !== undefined) await endRunLease(store, input)
    return progress
  }
}
