/** A token keeper on a vault in memory, a clock that tests move, and token calls that answer as planned. */
import { setImmediate as turn } from 'node:timers/promises'
import type { GrantedTokens, TokenGrants } from '../../src/act-on/tokens/token-grants.ts'
import { createTokenKeeper } from '../../src/act-on/tokens/token-keeper.ts'
import { type StoredLink, uncheckedTokens } from '../../src/act-on/tokens/token-vault.ts'
import { createMemoryVault } from './memory-token-vault.ts'

export const ACCOUNT = '22950'
export const USER = 'u@customer.example'
export const PASSWORD_GRANT = `password ${USER} secret`
export const HOUR_MS = 60 * 60_000

/** An account linked an hour ago: its access token has just ended. */
export function createTokenBench() {
  const clock = { ms: Date.parse('2026-03-10T12:00:00Z') }
  const now = () => new Date(clock.ms)
  const vault = createMemoryVault(now)
  /** The refresh tokens and sign-ins that were sent, in order. */
  const sent: string[] = []
  /** What Act-On refuses next, by grant; without an entry it grants. */
  const refusals: { password: Error[]; refresh: Error[] } = { password: [], refresh: [] }

  /** What comes of asking Act-On whose account a token opens; one answer each, then it is the link's own. */
  const checks: (boolean | Error)[] = []
  const opensOwnAccount = (_on24ClientId: string, accessToken: string) => {
    sent.push(`whose is ${accessToken}`)
    const answer = checks.shift() ?? true
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  }

  async function answer(grant: string, refusal: Error | undefined): Promise<GrantedTokens> {
    sent.push(grant)
    const count = String(sent.length)
    await turn()
    if (refusal) throw refusal
    return {
      accessToken: `access ${count}`,
      refreshToken: `refresh ${count}`,
      expiresInMs: HOUR_MS,
    }
  }
  const grants: TokenGrants = {
    grantByPassword: async ({ userName, password }, { onSend }) => {
      await onSend?.()
      return answer(`password ${userName} ${password}`, refusals.password.shift())
    },
    grantByRefreshToken: async (refreshToken, { onSend }) => {
      await onSend?.()
      return answer(refreshToken, refusals.refresh.shift())
    },
  }
  const tokens = {
    accessToken: 'access 0',
    refreshToken: 'refresh 0',
    accessExpiresAt: now().toISOString(),
    refreshObtainedAt: new Date(clock.ms - HOUR_MS).toISOString(),
  }
  const link: StoredLink = {
    userName: USER,
    password: 'secret',
    beforeHandOver: null,
    version: 1,
    needsRelinkSince: null,
    tokens,
  }
  vault.links.set(ACCOUNT, link)

  return {
    clock,
    vault,
    sent,
    refusals,
    checks,
    /** A pair that was handed over, as the stored one. */
    handOver: () => {
      const granted = {
        accessToken: 'access 9',
        refreshToken: 'refresh 9',
        accessExpiresAt: new Date(clock.ms + HOUR_MS).toISOString(),
        refreshObtainedAt: now().toISOString(),
      }
      const { password } = link
      vault.links.set(ACCOUNT, {
        ...link,
        password: 'typed',
        tokens: uncheckedTokens(granted),
        beforeHandOver: { password, tokens },
      })
    },
    /** Each call makes one as of another process. */
    keeper: (keepPassword = true) =>
      createTokenKeeper({ grantsFor: () => grants, vault, opensOwnAccount, now, keepPassword }),
    stored: () => vault.links.get(ACCOUNT),
    relink: (changes: Partial<StoredLink>) => vault.links.set(ACCOUNT, { ...link, ...changes }),
  }
}

export type TokenBench = ReturnType<typeof createTokenBench>
