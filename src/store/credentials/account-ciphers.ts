/** The data keys of accounts: created once, stored wrapped in the account's row, unwrapped once per process. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type AccountCipher, createAccountCipher } from '../../crypto/account-cipher.ts'
import type { KeyRing } from '../../crypto/key-ring.ts'
import { AccountUnknown } from '../accounts/accounts.ts'
import type { Store } from '../database.ts'

export interface AccountCiphers {
  /** Throws AccountUnknown, or any error if its data key cannot be unwrapped. */
  of(on24ClientId: string): Promise<AccountCipher>
  /** The same with the wrapped data key of the account's row, which the caller has read. */
  ofWrapped(on24ClientId: string, wrappedDataKey: string | null): AccountCipher
  /** A new data key, wrapped for the account's row. */
  newWrappedDataKey(on24ClientId: string): string
  /** Keyed hash of a text that belongs to no single account, e.g. an Act-On user name that two accounts share. */
  serviceHash(text: string): Promise<string>
}

const DATA_KEY_BYTES = 32
const SERVICE = 'service'

/** The context to which a wrapped data key is bound. The owner is an account, or the name of a service key. */
export const dataKeyContext = (owner: string) => `${owner}|dataKey`

/** SQL: all wrapped data keys of the store with their owners, as a table. */
export const WRAPPED_KEYS = sql`(
  select on24_client_id as owner, wrapped_data_key as wrapped from account where wrapped_data_key is not null
  union all select name, wrapped from service_key
) as wrapped_keys`

export function createAccountCiphers(store: Store, ring: KeyRing): AccountCiphers {
  const ciphers = new Map<string, { wrapped: string; cipher: AccountCipher }>()

  const cipherFor = (owner: string, wrapped: string): AccountCipher => {
    const known = ciphers.get(owner)
    if (known?.wrapped === wrapped) return known.cipher
    const cipher = createAccountCipher(owner, ring.unwrap(wrapped, dataKeyContext(owner)))
    ciphers.set(owner, { wrapped, cipher })
    return cipher
  }

  const ofWrapped = (on24ClientId: string, wrappedDataKey: string | null): AccountCipher => {
    if (!wrappedDataKey) throw new Error(`Account ${on24ClientId} has no data key.`)
    return cipherFor(on24ClientId, wrappedDataKey)
  }

  const newWrapped = (owner: string) =>
    ring.wrap(randomBytes(DATA_KEY_BYTES), dataKeyContext(owner))

  const openService = async (): Promise<AccountCipher> => {
    await store
      .insertInto('serviceKey')
      .values({ name: SERVICE, wrapped: newWrapped(SERVICE) })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
    const { wrapped } = await store
      .selectFrom('serviceKey')
      .select('wrapped')
      .where('name', '=', SERVICE)
      .executeTakeFirstOrThrow()
    return createAccountCipher(SERVICE, ring.unwrap(wrapped, dataKeyContext(SERVICE)))
  }
  /** Kept because every call and page needs it. The key may be wrapped anew, but never changes. */
  let service: AccountCipher | undefined

  return {
    async of(on24ClientId) {
      const row = await store
        .selectFrom('account')
        .select('wrappedDataKey')
        .where('on24ClientId', '=', on24ClientId)
        .executeTakeFirst()
      if (row === undefined) throw new AccountUnknown(on24ClientId)
      return ofWrapped(on24ClientId, row.wrappedDataKey)
    },
    ofWrapped,
    newWrappedDataKey: newWrapped,
    async serviceHash(text) {
      service ??= await openService()
      return service.hash(text)
    },
  }
}
