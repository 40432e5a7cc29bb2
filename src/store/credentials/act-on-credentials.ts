/** The credentials for Act-On: user name, token pair and, if it is kept, the password. Sealed. */
import { z } from 'zod'
import type { AccountCipher } from '../../crypto/account-cipher.ts'
import type { AccountCiphers } from './account-ciphers.ts'
import { AccountUnknown } from '../accounts/accounts.ts'
import { findCredential, type SealedCredential } from './credentials.ts'
import { inTransaction, type Store } from '../database.ts'
import { userKeyOf } from './user-key.ts'
import { retryWhileDatabaseIsDown } from '../retry-while-database-is-down.ts'

const Access = z.object({
  password: z.string().nullable(),
  tokens: z
    .object({
      accessToken: z.string(),
      refreshToken: z.string(),
      accessExpiresAt: z.string(),
      refreshObtainedAt: z.string(),
      isUnchecked: z.literal(true).exactOptional(),
    })
    .nullable(),
})

const ActOnCredential = Access.extend({ userName: z.string(), beforeHandOver: Access.nullable() })
export type ActOnCredential = z.infer<typeof ActOnCredential>

/** Identifies a link as it was read: the version changes when the account is linked again. */
export interface LinkVersion {
  readonly on24ClientId: string
  readonly version: number
}

const PLACE = 'credential/actOn'

/** Seals a new link, ready to be stored. Storing it makes every token pair that was read before out of date. */
export async function sealActOnCredential(
  ciphers: AccountCiphers,
  on24ClientId: string,
  credential: ActOnCredential,
  at: Date,
): Promise<SealedCredential> {
  return {
    on24ClientId,
    kind: 'actOn',
    sealed: seal(await ciphers.of(on24ClientId), credential),
    userKey: await userKeyOf(ciphers, credential.userName),
    updatedAt: at,
  }
}

export interface StoredActOnCredential extends ActOnCredential {
  readonly version: number
  readonly needsRelinkSince: Date | null
}

/** One statement, because every call to Act-On reads it. */
export async function readActOnCredential(
  store: Store,
  ciphers: AccountCiphers,
  on24ClientId: string,
): Promise<StoredActOnCredential | null> {
  const row = await findCredential(store, on24ClientId, 'actOn')
  if (row === undefined) return null
  const { sealed, version, needsRelinkSince, wrappedDataKey } = row
  const cipher = ciphers.ofWrapped(on24ClientId, wrappedDataKey)
  return { ...open(cipher, sealed), version, needsRelinkSince }
}

/** All links, or those of one user name in any spelling. */
export async function listLinks(store: Store, userKey?: string): Promise<LinkVersion[]> {
  return store
    .selectFrom('credential')
    .select(['on24ClientId as on24ClientId', 'version'])
    .where('kind', '=', 'actOn')
    .$if(userKey !== undefined, (query) => query.where('userKey', '=', userKey ?? ''))
    .orderBy('on24ClientId')
    .execute()
}

/**
 * `change` gets the stored credential. Does nothing if the account was linked again since, or is gone. Retries while
 * the database is down: Act-On has already ended the previous pair, so a pair that is not stored costs a sign-in, or
 * the link.
 */
export async function changeActOnCredential(
  store: Store,
  ciphers: AccountCiphers,
  { on24ClientId, version }: LinkVersion,
  change: (stored: ActOnCredential) => ActOnCredential,
  at: Date,
): Promise<void> {
  const cipher = await ciphers.of(on24ClientId).catch((error: unknown) => {
    if (error instanceof AccountUnknown) return null
    throw error
  })
  if (cipher === null) return
  const changeIn = async (tx: Store) => {
    const row = await tx
      .selectFrom('credential')
      .selectAll()
      .where('on24ClientId', '=', on24ClientId)
      .where('kind', '=', 'actOn')
      .forUpdate()
      .executeTakeFirst()
    if (row?.version !== version) return
    await tx
      .updateTable('credential')
      .set({ sealed: seal(cipher, change(open(cipher, row.sealed))), updatedAt: at })
      .where('on24ClientId', '=', on24ClientId)
      .where('kind', '=', 'actOn')
      .execute()
  }
  await retryWhileDatabaseIsDown(() => inTransaction(store, changeIn))
}

/** The credential as it was before the link got the token pair of another account's sign-in. */
export function asBeforeHandOver(stored: ActOnCredential): ActOnCredential {
  return { ...stored, ...stored.beforeHandOver, beforeHandOver: null }
}

function seal(cipher: AccountCipher, credential: ActOnCredential): string {
  return cipher.seal(PLACE, JSON.stringify(credential))
}

function open(cipher: AccountCipher, sealed: string): ActOnCredential {
  return ActOnCredential.parse(JSON.parse(cipher.open(PLACE, sealed)))
}
