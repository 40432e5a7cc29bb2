/** Asks Act-On, with one call, which account an access token opens. */
import type { ActOnAccount } from '../act-on/account.ts'
import { getAccount } from '../store/accounts/accounts.ts'
import type { Store } from '../store/database.ts'
import type { Vendors } from './vendors.ts'
import type { Account } from '../store/accounts/account.ts'

/** Throws the errors of the Act-On client. */
export function whoAmI(
  vendors: Vendors,
  account: Account,
  accessToken: string,
  signal: AbortSignal,
): Promise<ActOnAccount> {
  return vendors.actOn(account, () => Promise.resolve(accessToken)).readAccount({ signal })
}

/** Whether the token opens the account that the ON24 client is linked with. Throws the errors of the Act-On client. */
export async function opensOwnAccount(
  { store, vendors }: { readonly store: Store; readonly vendors: Vendors },
  on24ClientId: string,
  accessToken: string,
  signal: AbortSignal,
): Promise<boolean> {
  const account = await getAccount(store, on24ClientId)
  const { accountId } = await whoAmI(vendors, account, accessToken, signal)
  return accountId === account.actOnAccountId
}
