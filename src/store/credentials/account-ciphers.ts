/** Gives every account its data key: made once, kept wrapped in its row, unwrapped once per process. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type AccountCipher, createAccountCipher } from '../../crypto/account-cipher.ts'
import type { KeyRing } from '../../crypto/key-ring.ts'
import { AccountUnknown } from '../accounts/accounts.ts'
import type { Store } from '../database.ts'

export interface AccountCiphers {
  /** Throws AccountUnknown; any error when its data key cannot be unwrapped. */
  of(on24ClientId: string): Promise<AccountCipher>
  /** A fresh data key, wrapped for the account's row. */
  newWrappedDataKey(on24ClientId: string): string
  /** Keyed hash of something that belongs to no account, e.g. an Act-On user name shared by two of them. */
  serviceHash(text: string): Promise<string>
}

const DATA_KEY_BYTES = 32
const SERVICE = 'service'

/** What a wrapped data key is bound to; the owner is an account, or the name of a service key. */
export const dataKeyContext = (owner: string) => `${owner}|dataKey`

/** In SQL: every wrapped data key of the store, and whose it is. */
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
  /** Asked for with every call and page; the key is wrapped anew now and then, but never another one. */
  let service: AccountCipher | undefined

  return {
    async of(on24ClientId) {
      const row = await store
        .selectFrom('account')
        .select('wrappedDataKey')
        .where('on24ClientId', '=', on24ClientId)
        .executeTakeFirst()
      if (row === undefined) throw new AccountUnknown(on24ClientId)
      if (!row.wrappedDataKey) throw new Error(`Account ${on24ClientId} has no data key.`)
      return cipherFor(on24ClientId, row.wrappedDataKey)
    },
    newWrappedDataKey: newWrapped,
    async serviceHash(text) {
      service ??= await openService()
      return service.hash(text)
    },
  }
}
