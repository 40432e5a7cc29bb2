import { cancellationSignal } from '@temporalio/activity'
import { DayBudgetUsed } from '../src/limits/day-budget.ts'
import { unblockQuota } from '../src/store/account-state.ts'
import { getAccount } from '../src/store/accounts.ts'
import type { ActivityContext } from './context.ts'
import { isTooManyCalls } from './rate-limit-patience.ts'

/**
 * One cheap call that says whether Act-On takes calls again; none at all while our own day budget is used
 * up. If it does, a run is started that delivers. Returns whether the account may go on.
 */
export function createProbeActOn(context: ActivityContext) {
  const { store, vendors, tokens, schedules } = context
  return async function probeActOn({ on24ClientId }: { on24ClientId: string }): Promise<boolean> {
    const account = await getAccount(store, on24ClientId)
    if (account.quota_since === null) return true
    if ((await vendors.actOnPace(account).callsLeft()) === 0) return false
    const actOn = vendors.actOn(account, (options) => tokens.accessToken(on24ClientId, options))
    try {
      await actOn.readAccount({ signal: cancellationSignal() })
    } catch (error) {
      if (isTooManyCalls(error) || error instanceof DayBudgetUsed) return false
      throw error
    }
    await unblockQuota(store, on24ClientId)
    await schedules.trigger(on24ClientId)
    return true
  }
}
