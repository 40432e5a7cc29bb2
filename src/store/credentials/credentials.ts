/** Credentials, sealed with the account's data key, and in particular the ON24 token pair. */
import { z } from 'zod'
import type { AccountCiphers } from './account-ciphers.ts'
import { lockAccount } from '../accounts/accounts.ts'
import { type AlsoStore, inTransaction, type Store } from '../database.ts'

const On24Credential = z.object({ accessTokenKey: z.string(), accessTokenSecret: z.string() })
export type On24Credential = z.infer<typeof On24Credential>

const PLACE = 'credential/on24'

export async function saveOn24Credential(
  store: Store,
  ciphers: AccountCiphers,
  on24ClientId: string,
  credential: On24Credential,
  at: Date,
  alsoStore?: AlsoStore,
): Promise<void> {
  const cipher = await ciphers.of(on24ClientId)
  const row = {
    on24ClientId,
    kind: 'on24',
    sealed: cipher.seal(PLACE, JSON.stringify(credential)),
    userKey: null,
    updatedAt: at,
  } as const
  await inTransaction(store, async (tx) => {
    await lockAccount(tx, on24ClientId)
    await saveCredential(tx, row)
    await alsoStore?.(tx)
  })
}

export async function hasOn24Credential(store: Store, on24ClientId: string): Promise<boolean> {
  return (await findCredential(store, on24ClientId, 'on24')) !== undefined
}

/** Throws if the account has no ON24 token pair: callers know that it has one. */
export async function readOn24Credential(
  store: Store,
  ciphers: AccountCiphers,
  on24ClientId: string,
): Promise<On24Credential> {
  const row = await findCredential(store, on24ClientId, 'on24')
  if (row === undefined) throw new Error(`Account ${on24ClientId} has no ON24 token pair.`)
  const cipher = ciphers.ofWrapped(on24ClientId, row.wrappedDataKey)
  return On24Credential.parse(JSON.parse(cipher.open(PLACE, row.sealed)))
}

/** With what the account's row holds about it. */
export function findCredential(store: Store, on24ClientId: string, kind: 'on24' | 'actOn') {
  return store
    .selectFrom('credential')
    .innerJoin('account', 'account.on24ClientId', 'credential.on24ClientId')
    .select(['sealed', 'version', 'wrappedDataKey', 'needsRelinkSince'])
    .where('credential.on24ClientId', '=', on24ClientId)
    .where('kind', '=', kind)
    .executeTakeFirst()
}

export interface SealedCredential {
  readonly on24ClientId: string
  readonly kind: 'on24' | 'actOn'
  readonly sealed: string
  readonly userKey: string | null
  readonly updatedAt: Date
}

export async function saveCredential(store: Store, row: SealedCredential): Promise<void> {
  await store
    .insertInto('credential')
    .values({ ...row, version: 1 })
    .onConflict((conflict) =>
      conflict.columns(['on24ClientId', 'kind']).doUpdateSet((update) => ({
        sealed: row.sealed,
        userKey: row.userKey,
        updatedAt: row.updatedAt,
        version: update('credential.version', '+', 1),
      })),
    )
    .execute()
}
