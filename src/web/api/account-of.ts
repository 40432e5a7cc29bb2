/** The account that a route is about. */
import type { Request } from 'express'
import { type Account, findAccount } from '../../store/accounts.ts'
import type { Store } from '../../store/database.ts'
import { parseClientId } from './parse.ts'
import { Problem } from './problem.ts'

/** Throws a Problem when it is not registered. */
export async function accountOf(store: Store, request: Request): Promise<Account> {
  const on24ClientId = parseClientId(request.params['id'])
  const account = await findAccount(store, on24ClientId)
  return account ?? notRegistered(on24ClientId)
}

export function notRegistered(on24ClientId: string): never {
  throw new Problem('notRegistered', `ON24 client ${on24ClientId} is not registered here.`)
}
