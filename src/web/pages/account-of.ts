/** The account that a page is about. */
import type { Request } from 'express'
import { On24ClientId } from '../../api-contract/formats.ts'
import { type Account, findAccount } from '../../store/accounts.ts'
import type { Store } from '../../store/database.ts'

export class AccountMissing extends Error {
  override readonly name = 'AccountMissing'
  constructor() {
    super('No account has this id.')
  }
}

/** Throws AccountMissing. */
export async function accountOf(store: Store, request: Request): Promise<Account> {
  const id = On24ClientId.safeParse(request.params['id'])
  const account = id.success ? await findAccount(store, id.data) : undefined
  if (account === undefined) throw new AccountMissing()
  return account
}
