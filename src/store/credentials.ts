/** Credentials of both vendors, sealed with the account's data key. */
import { z } from 'zod'
import type { AccountCiphers } from './account-ciphers.ts'
import type { Store } from './database.ts'

const On24Credential = z.object({ accessTokenKey: z.string(), accessTokenSecret: z.string() })
export type On24Credential = z.infer<typeof On24Credential>

const ActOnCredential = z.object({
  userName: z.string(),
  password: z.string().nullable(),
  tokens: z
    .object({
      accessToken: z.string(),
      refreshToken: z.string(),
      accessExpiresAt: z.string(),
      refreshObtainedAt: z.string(),
    })
    .nullable(),
})
export type ActOnCredential = z.infer<typeof ActOnCredential>

const place = (kind: 'on24' | 'actOn') => `credential/${kind}`

export async function saveOn24Credential(
  store: Store,
  ciphers: AccountCiphers,
  on24ClientId: string,
  credential: On24Credential,
  at: Date,
): Promise<void> {
  const cipher = await ciphers.of(on24ClientId)
  await saveCredential(store, {
    on24_client_id: on24ClientId,
    kind: 'on24',
    sealed: cipher.seal(place('on24'), JSON.stringify(credential)),
    user_key: null,
    updated_at: at,
  })
}

export async function hasOn24Credential(store: Store, on24ClientId: string): Promise<boolean> {
  return (await find(store, on24ClientId, 'on24')) !== undefined
}

/** Throws when the account has no ON24 token pair: it was registered with one. */
export async function readOn24Credential(
  store: Store,
  ciphers: AccountCiphers,
  on24ClientId: string,
): Promise<On24Credential> {
  const row = await find(store, on24ClientId, 'on24')
  if (row === undefined) throw new Error(`Account ${on24ClientId} has no ON24 token pair.`)
  const cipher = await ciphers.of(on24ClientId)
  return On24Credential.parse(JSON.parse(cipher.open(place('on24'), row.sealed)))
}

/** A new link, ready to be stored: every token pair that was read before is out of date then. */
export async function sealActOnCredential(
  ciphers: AccountCiphers,
  on24ClientId: string,
  credential: ActOnCredential,
  at: Date,
): Promise<SealedCredential> {
  const cipher = await ciphers.of(on24ClientId)
  return {
    on24_client_id: on24ClientId,
    kind: 'actOn',
    sealed: cipher.seal(place('actOn'), JSON.stringify(credential)),
    user_key: await ciphers.serviceHash(credential.userName),
    updated_at: at,
  }
}

export async function readActOnCredential(
  store: Store,
  ciphers: AccountCiphers,
  on24ClientId: string,
): Promise<(ActOnCredential & { readonly version: number }) | null> {
  const row = await find(store, on24ClientId, 'actOn')
  if (row === undefined) return null
  const cipher = await ciphers.of(on24ClientId)
  const credential = ActOnCredential.parse(JSON.parse(cipher.open(place('actOn'), row.sealed)))
  return { ...credential, version: row.version }
}

/** Replaces the token pair of the link that was read as `version`; another link stays as it is. */
export async function saveActOnTokens(
  store: Store,
  ciphers: AccountCiphers,
  on24ClientId: string,
  version: number,
  tokens: ActOnCredential['tokens'],
  at: Date,
): Promise<void> {
  const cipher = await ciphers.of(on24ClientId)
  await store.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('credential')
      .selectAll()
      .where('on24_client_id', '=', on24ClientId)
      .where('kind', '=', 'actOn')
      .forUpdate()
      .executeTakeFirst()
    if (row?.version !== version) return
    const credential = ActOnCredential.parse(JSON.parse(cipher.open(place('actOn'), row.sealed)))
    await tx
      .updateTable('credential')
      .set({
        sealed: cipher.seal(place('actOn'), JSON.stringify({ ...credential, tokens })),
        updated_at: at,
      })
      .where('on24_client_id', '=', on24ClientId)
      .where('kind', '=', 'actOn')
      .execute()
  })
}

function find(store: Store, on24ClientId: string, kind: 'on24' | 'actOn') {
  return store
    .selectFrom('credential')
    .select(['sealed', 'version'])
    .where('on24_client_id', '=', on24ClientId)
    .where('kind', '=', kind)
    .executeTakeFirst()
}

export interface SealedCredential {
  readonly on24_client_id: string
  readonly kind: 'on24' | 'actOn'
  readonly sealed: string
  readonly user_key: string | null
  readonly updated_at: Date
}

export async function saveCredential(store: Store, row: SealedCredential): Promise<void> {
  await store
    .insertInto('credential')
    .values({ ...row, version: 1 })
    .onConflict((conflict) =>
      conflict.columns(['on24_client_id', 'kind']).doUpdateSet((update) => ({
        sealed: row.sealed,
        user_key: row.user_key,
        updated_at: row.updated_at,
        version: update('credential.version', '+', 1),
      })),
    )
    .execute()
}
