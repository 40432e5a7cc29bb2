import type { BeginRunInput, RunProgress } from '../src/contracts/sync-activities.ts'
import { discover } from '../src/reading/discover.ts'
import { followSchedule } from '../src/operating/follow-schedule.ts'
import { openRunFor, planRun } from '../src/runs/open-run.ts'
import { getAccount } from '../src/store/accounts.ts'
import { forgetFutureStamps } from '../src/store/future-stamps.ts'
import { getRun, saveAnswered } from '../src/store/runs.ts'
import type { ActivityContext } from './context.ts'
import { progressUntilPaused } from './run-progress.ts'
import { withinRun } from './run-work.ts'

/** Its Schedule is older than its link: the store was restored from a day before it was linked. */
export class AccountNotLinked extends Error {
  override readonly name = 'AccountNotLinked'
  constructor(on24ClientId: string) {
    super(`Account ${on24ClientId} is not linked in this store; its customer has to link it again.`)
  }
}

/** First activity of a run: is the account paused, and if not, what is there to do? */
export function createBeginRun(context: ActivityContext) {
  const { store, config, vendors, now } = context
  return async function beginRun(input: BeginRunInput): Promise<RunProgress> {
    const { on24ClientId } = input
    return withinRun(context, input, async (work) => {
      await forgetFutureStamps(store, on24ClientId, now())
      // The run goes by the store, which may not know yet what somebody did to the Schedule.
      await followSchedule(context, on24ClientId)
      const account = await getAccount(store, on24ClientId)
      if (account.linked_at === null) throw new AccountNotLinked(on24ClientId)
      await openRunFor(store, account, input, now())
      if (account.paused_since !== null) {
        return { webinarsToRead: 0, webinarsToDeliver: 0, isPaused: true }
      }
      return progressUntilPaused(context, input, work, async () => {
        const { questions_answered } = await getRun(store, input.runKey)
        await discover(
          {
            store,
            on24: await vendors.on24(account, work.onCall),
            on24ClientId,
            cursorAt: account.cursor_at,
            lookbackHours: config.on24.discoveryLookbackHours,
            signal: work.signal,
            now,
          },
          questions_answered,
          (answered) => saveAnswered(store, input.runKey, answered),
        )
        await planRun(store, input, config.on24.contentTypes, now())
      })
    })
  }
}
