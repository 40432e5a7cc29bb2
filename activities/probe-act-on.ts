import { cancellationSignal } from '@temporalio/activity'
import { ActOnTooManySignIns } from '../src/act-on/token-errors.ts'
import { QUOTA_PROBE_LEASE } from '../src/leases/lease-names.ts'
import { DayBudgetUsed } from '../src/limits/day-budget.ts'
import type { ProbeAnswer } from '../src/contracts/operating.ts'
import { accountsWaitingForQuota, standingOf, unblockQuota } from '../src/store/account-state.ts'
import { type Account, getAccount } from '../src/store/accounts.ts'
import { takeLease } from '../src/store/leases.ts'
import { pauseOf } from '../src/store/pauses.ts'
import type { ActivityContext } from './context.ts'
import { isTooManyCalls } from './rate-limit-patience.ts'

/**
 * One cheap call that says whether Act-On takes calls again; none at all while our own day budget is used
 * up, or while the account is paused. If it does, a run is started that delivers. Where Act-On counts the calls of
 * all accounts together, one of them asks for all.
 */
export function createProbeActOn(context: ActivityContext) {
  const { store, vendors, tokens, schedules, config, deliveryPolicy } = context
  // Until the next probe of the same account, which then renews it: another takes over when none comes.
  const askingMs = deliveryPolicy.quotaProbeSeconds * 1500
  const isShared = config.actOn.limitScope === 'client'

  async function goesOn(account: Account): Promise<boolean> {
    const { on24_client_id: on24ClientId } = account
    if (account.quota_since === null) return true
    if (pauseOf(account) !== null) return !account.quota_blocked
    if (isShared && !(await takeLease(store, QUOTA_PROBE_LEASE, on24ClientId, askingMs))) {
      return !account.quota_blocked
    }
    if ((await vendors.actOnPace(account).callsLeft()) === 0) return false
    const actOn = vendors.actOn(account, (options) => tokens.accessToken(on24ClientId, options))
    try {
      await actOn.readAccount({ signal: cancellationSignal() })
    } catch (error) {
      if (isTooManyCalls(error) || isOwnLimit(error)) return false
      throw error
    }
    const waiting = isShared ? await accountsWaitingForQuota(store) : [on24ClientId]
    for (const id of waiting) {
      await unblockQuota(store, id)
      // A resume starts a run of its own.
      const isPaused = pauseOf(await getAccount(store, id)) !== null
      if (!isPaused) await schedules.trigger(id)
    }
    return true
  }

  return async function probeActOn({
    on24ClientId,
  }: {
    on24ClientId: string
  }): Promise<ProbeAnswer> {
    const answer = await goesOn(await getAccount(store, on24ClientId))
    return { goesOn: answer, standing: standingOf(await getAccount(store, on24ClientId)) }
  }
}

/** The hour's sign-ins may be used up by what was asked before the quota was known to be. */
function isOwnLimit(error: unknown): boolean {
  return error instanceof DayBudgetUsed || error instanceof ActOnTooManySignIns
}
