/** Reads which accounts were chosen, and what is to be done with them, from a query or from a form. */
import { z } from 'zod'
import { On24ClientId } from '../../../api/formats.ts'
import type { Store } from '../../../store/database.ts'
import { findAccount } from '../../../store/accounts/accounts.ts'
import { CHOSEN_ACTIONS, type ChosenAccount, type ChosenAction } from './chosen-page.ts'

/** A page of the list has 50 accounts. The ids of all of them fit into a cookie. */
const MOST_ACCOUNTS = 100

// Not "id": in a script, a field of that name would hide the form's own id.
const Chosen = z.object({
  action: z.enum(CHOSEN_ACTIONS),
  account: z
    .union([On24ClientId.transform((id) => [id]), z.array(On24ClientId)])
    .pipe(z.array(z.string()).min(1).max(MOST_ACCOUNTS)),
})

export interface Chosen {
  readonly action: ChosenAction
  readonly accounts: readonly ChosenAccount[]
}

/** Null if no registered account was chosen, or if what was sent is none of our forms. */
export async function readChosen(store: Store, fields: unknown): Promise<Chosen | null> {
  const chosen = Chosen.safeParse(fields)
  if (!chosen.success) return null
  const { action, account } = chosen.data
  const accounts = await accountsNamed(store, account)
  return accounts.length === 0 ? null : { action, accounts }
}

/** Those that are registered. */
export async function accountsNamed(
  store: Store,
  on24ClientIds: readonly string[],
): Promise<ChosenAccount[]> {
  const found = await Promise.all(
    [...new Set(on24ClientIds)].map((on24ClientId) => findAccount(store, on24ClientId)),
  )
  return found.filter((account) => account !== undefined)
}
