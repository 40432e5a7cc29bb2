/**
 * A sign-in on the link page ends the token pairs of all other links with exactly the same Act-On user name, so those
 * links get the new pair. A user name in another spelling may be another customer's user, so its links keep theirs.
 */
import type { GrantedTokens } from '../act-on/tokens/token-grants.ts'
import { type StoredTokens, uncheckedTokens } from '../act-on/tokens/token-vault.ts'
import { errorFacts } from '../observability/error-facts.ts'
import type { Logger } from '../observability/logger.ts'
import type { Service } from '../service.ts'
import { findAccount } from '../store/accounts/accounts.ts'
import {
  type ActOnCredential,
  asBeforeHandOver,
  changeActOnCredential,
  type LinkVersion,
  listLinks,
} from '../store/credentials/act-on-credentials.ts'
import { userKeyOf } from '../store/credentials/user-key.ts'

export interface TypedSignIn {
  readonly userName: string
  readonly password: string
  readonly granted: GrantedTokens
  /** When the sign-in was sent. */
  readonly sentAt: Date
}

type Parts = Pick<Service, 'config' | 'store' | 'ciphers' | 'now'> & { readonly logger: Logger }

export function tokensOf({ granted, sentAt }: TypedSignIn): StoredTokens {
  return {
    accessToken: granted.accessToken,
    refreshToken: granted.refreshToken,
    accessExpiresAt: new Date(sentAt.getTime() + granted.expiresInMs).toISOString(),
    refreshObtainedAt: sentAt.toISOString(),
  }
}

/**
 * Stores the new pair for each of these links, and the password that was just accepted if one is kept. Which account
 * the pair opens is not known yet: if this process stops before `settlePair`, the link itself checks before it uses
 * the pair. Returns the links that got the pair. Call it only under the user name's lease.
 */
export async function handOverPair(parts: Parts, signIn: TypedSignIn): Promise<LinkVersion[]> {
  const { config, store, ciphers, now } = parts
  const links = await listLinks(store, await userKeyOf(ciphers, signIn.userName))
  const tokens = uncheckedTokens(tokensOf(signIn))
  const served: LinkVersion[] = []
  await eachLink(parts, links, async (link) => {
    let isSameUser = false
    const handOver = (stored: ActOnCredential) => {
      isSameUser = stored.userName === signIn.userName
      if (!isSameUser) return stored
      const { password, tokens: before } = stored
      return {
        ...stored,
        tokens,
        password: config.actOn.keepPassword && password !== null ? signIn.password : null,
        beforeHandOver: stored.beforeHandOver ?? { password, tokens: before },
      }
    }
    await changeActOnCredential(store, ciphers, link, handOver, now())
    if (isSameUser) served.push(link)
  })
  return served
}

/** Lets the links use the access token, and restores those whose Act-On account it does not open. */
export async function settlePair(
  parts: Parts,
  signIn: TypedSignIn,
  links: readonly LinkVersion[],
  actOnAccountId: string,
): Promise<void> {
  const { store, ciphers, now } = parts
  await eachLink(parts, links, async (link) => {
    const account = await findAccount(store, link.on24ClientId)
    const isOwn = account?.actOnAccountId === actOnAccountId
    const tokens = tokensOf(signIn)
    const use = (stored: ActOnCredential) => ({ ...stored, tokens, beforeHandOver: null })
    await changeActOnCredential(store, ciphers, link, isOwn ? use : asBeforeHandOver, now())
  })
}

/** A link that cannot be changed is logged and holds up neither the other links nor the sign-in. */
async function eachLink(
  { logger }: Parts,
  links: readonly LinkVersion[],
  change: (link: LinkVersion) => Promise<void>,
): Promise<void> {
  for (const link of links) {
    try {
      await change(link)
    } catch (error) {
      const { on24ClientId } = link
      logger.warn(
        { on24ClientId, ...errorFacts(error) },
        'A new token pair could not be stored for a link of the same Act-On user name',
      )
    }
  }
}
