/** The figures by which operators compare accounts, besides their state: for many accounts in a few queries. */
import { callsWithinDayByKey } from '../store/paces/day-budget.ts'
import { actOnDay } from '../store/paces/vendor-paces.ts'
import type { Service } from '../service.ts'
import { countRejected } from '../store/rows/stored/rejection-list.ts'
import { type WrittenByRun, writtenByRuns } from '../store/runs/run-list.ts'
import { type Account, isLate } from '../store/accounts/account.ts'

export interface AccountFigures {
  /** By the latest finished runs, oldest first. Dry runs write nothing and are left out. */
  readonly written: readonly WrittenByRun[]
  /** Rejected rows that wait for a change of their data. */
  readonly rejected: number
  /** Calls to Act-On that are left of those allowed in any 24 hours. */
  readonly actOnCallsLeft: number
  readonly actOnCallsPerDay: number
  /** Operators were notified that a successful run is overdue. */
  readonly isLate: boolean
}

const RUNS = 12

/** In the order of `accounts`. */
export async function accountFigures(
  { store, config, now }: Pick<Service, 'store' | 'config' | 'now'>,
  accounts: readonly Account[],
): Promise<AccountFigures[]> {
  const { limitScope, callsPerDay } = config.actOn
  const limits = { actOnLimitScope: limitScope, actOnCallsPerDay: callsPerDay }
  const dayOf = (account: Account) =>
    actOnDay(limits, {
      on24ClientId: account.on24ClientId,
      callsPerDay: account.actOnCallsPerDay,
    })
  const ids = accounts.map((account) => account.on24ClientId)
  const keys = [...new Set(accounts.map((account) => dayOf(account).key))]
  const [written, rejected, calls] = await Promise.all([
    writtenByRuns(store, ids, RUNS),
    countRejected(store, ids),
    callsWithinDayByKey(store, keys, now()),
  ])
  return accounts.map((account) => {
    const { key, perDay } = dayOf(account)
    return {
      written: written.get(account.on24ClientId) ?? [],
      rejected: rejected.get(account.on24ClientId) ?? 0,
      actOnCallsLeft: Math.max(0, perDay - (calls.get(key) ?? 0)),
      actOnCallsPerDay: perDay,
      isLate: isLate(account),
    }
  })
}

export async function figuresOf(
  parts: Pick<Service, 'store' | 'config' | 'now'>,
  account: Account,
): Promise<AccountFigures> {
  const [figures] = await accountFigures(parts, [account])
  if (figures === undefined) throw new Error('accountFigures returned nothing for one account')
  return figures
}
