/**
 * The link to a customer's own page. An operator makes it, sees it again and withdraws it; notices of a lost link and the
 * page after linking carry it. Visitors are found by the hash of its token; the token itself is sealed with the account's data key.
 */
import { newSecretToken } from '../crypto/secret-token.ts'
import type { Service } from '../service.ts'
import type { AlsoStore } from '../store/database.ts'
import { findStatusLink, replaceStatusLink } from '../store/visitors/status-links.ts'

/** Where the token is sealed. */
const PLACE = 'statusLink'

export interface ShownStatusLink {
  /** Under PUBLIC_URL. It contains the token: for the customer only, never log it. */
  readonly url: string
  /** `operator:<name>`. */
  readonly madeBy: string
  readonly createdAt: Date
}

type Parts = Pick<Service, 'config' | 'store' | 'ciphers'>

/** Voids the account's earlier link. Throws AccountUnknown. */
export async function makeStatusLink(
  { config, store, ciphers, now }: Parts & Pick<Service, 'now'>,
  on24ClientId: string,
  madeBy: string,
  alsoStore: AlsoStore,
): Promise<ShownStatusLink> {
  const { token, hash } = newSecretToken()
  const cipher = await ciphers.of(on24ClientId)
  const made = { madeBy, createdAt: now() }
  const link = { on24ClientId, tokenHash: hash, sealed: cipher.seal(PLACE, token), ...made }
  await replaceStatusLink(store, link, alsoStore)
  return { url: urlOf(config, token), ...made }
}

/** Null if there is none. */
export async function statusLinkOf(
  { config, store, ciphers }: Parts,
  on24ClientId: string,
): Promise<ShownStatusLink | null> {
  const link = await findStatusLink(store, on24ClientId)
  if (link === undefined) return null
  const cipher = await ciphers.of(on24ClientId)
  const { sealed, madeBy, createdAt } = link
  return { url: urlOf(config, cipher.open(PLACE, sealed)), madeBy, createdAt }
}

function urlOf({ http }: Service['config'], token: string): string {
  return `${http.publicUrl}/status/${token}`
}
