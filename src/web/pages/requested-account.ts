/** The account that a page request names. */
import type { Request } from 'express'
import { On24ClientId } from '../../api/formats.ts'
import type { Store } from '../../store/database.ts'
import { accountOf } from '../use-cases/account-of.ts'
import { Problem } from '../api/problem.ts'
import type { Account } from '../../store/accounts/account.ts'

/** Throws a Problem when it is not registered. */
export async function requestedAccount(request: Request, store: Store): Promise<Account> {
  const id = On24ClientId.safeParse(request.params['id'])
  if (id.success) return accountOf(store, id.data)
  throw new Problem('notRegistered', 'Check the id: an ON24 client id consists of digits.')
}
