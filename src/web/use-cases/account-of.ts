/** Loads the account that a request is about. */
import { NEXT_STEP_OF_PROBLEM } from '../../api/problem.ts'
import { findAccount } from '../../store/accounts/accounts.ts'
import type { Store } from '../../store/database.ts'
import { Problem } from '../api/problem.ts'
import { type Account, isBeingRemoved } from '../../store/accounts/account.ts'

/** Throws a Problem when it is not registered. */
export async function accountOf(store: Store, on24ClientId: string): Promise<Account> {
  return (await findAccount(store, on24ClientId)) ?? notRegistered(on24ClientId)
}

/** Throws a Problem also while it is being removed: nothing new may start for it. */
export async function accountNotBeingRemoved(store: Store, on24ClientId: string): Promise<Account> {
  const account = await accountOf(store, on24ClientId)
  if (!isBeingRemoved(account)) return account
  throw new Problem('beingRemoved', NEXT_STEP_OF_PROBLEM.beingRemoved)
}

export function notRegistered(on24ClientId: string): never {
  throw new Problem(
    'notRegistered',
    `ON24 client ${on24ClientId} is not registered here. Check the id in the list of accounts, or register it.`,
  )
}
