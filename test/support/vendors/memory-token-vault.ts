/** An in-memory token vault. Its leases are as strict as the store's, and it records calls and leases. */
import type {
  SignInOrigin,
  StoredLink,
  TokenVault,
} from '../../../src/act-on/tokens/token-vault.ts'

interface MadeSignIn {
  readonly userName: string
  readonly atMs: number
  readonly origin: SignInOrigin
}

export interface MemoryVault extends TokenVault {
  readonly links: Map<string, StoredLink>
  readonly signIns: MadeSignIn[]
  /** Names of the calls in order, e.g. `read`, without `signInsWithin` and `withUserLease`. */
  readonly diary: string[]
  /** User names of the granted leases, in order. */
  readonly leased: string[]
}

export function createMemoryVault(now: () => Date): MemoryVault {
  const links = new Map<string, StoredLink>()
  const signIns: MadeSignIn[] = []
  const diary: string[] = []
  const leased: string[] = []
  const leases = new Map<string, Promise<unknown>>()

  return {
    links,
    signIns,
    diary,
    leased,
    read: (on24ClientId) => {
      diary.push('read')
      return Promise.resolve(links.get(on24ClientId) ?? null)
    },
    saveTokens: (on24ClientId, version, tokens) => {
      diary.push('saveTokens')
      const link = links.get(on24ClientId)
      const isChecked = tokens !== null && !tokens.isUnchecked
      if (link?.version === version) {
        const beforeHandOver = isChecked ? null : link.beforeHandOver
        links.set(on24ClientId, { ...link, tokens, beforeHandOver })
      }
      return Promise.resolve()
    },
    revertHandOver: (on24ClientId, version) => {
      diary.push('revertHandOver')
      const link = links.get(on24ClientId)
      if (link?.version === version) {
        links.set(on24ClientId, { ...link, ...link.beforeHandOver, beforeHandOver: null })
      }
      return Promise.resolve()
    },
    markNeedsRelink: (on24ClientId, version) => {
      diary.push('markNeedsRelink')
      const link = links.get(on24ClientId)
      if (link?.version === version) {
        links.set(on24ClientId, { ...link, needsRelinkSince: now().toISOString() })
      }
      return Promise.resolve()
    },
    recordSignIn: (userName, origin) => {
      diary.push('recordSignIn')
      signIns.push({ userName, atMs: now().getTime(), origin })
      return Promise.resolve()
    },
    forgiveSignIn: () => {
      diary.push('forgiveSignIn')
      return Promise.resolve()
    },
    signInsWithin: (userName, ms, origin) => {
      const since = now().getTime() - ms
      const recent = signIns.filter((made) => made.userName === userName && made.atMs > since)
      const counted = recent.filter((made) => origin === undefined || made.origin === origin)
      return Promise.resolve(counted.length)
    },
    withUserLease: async (userName, signal, work) => {
      const before = leases.get(userName) ?? Promise.resolve()
      const turn = before.then(() => {
        signal.throwIfAborted()
        leased.push(userName)
        return work(new AbortController().signal)
      })
      leases.set(
        userName,
        turn.catch(() => undefined),
      )
      return turn
    },
  }
}
