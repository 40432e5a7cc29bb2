/** Decides who may call: checks the token, its region, its idle time, the client in the path, and the quotas. */
import type { Request } from 'express'
import type { SandboxClock } from '../clock.ts'
import type { WorldAccount } from '../world/accounts.ts'
import type { World } from '../world/world.ts'
import type { EndpointClass, On24Knobs } from './knobs.ts'
import { createQuotas } from './quotas.ts'
import { Refusal } from './refusal.ts'

type ClientAccess = 'open' | 'inactive' | 'noPermission' | 'notElite'

interface TokenPair {
  readonly accessTokenKey: string
  readonly accessTokenSecret: string
}

/** What an ON24 administrator can do in the platform's own pages. */
export interface AccessKnobs {
  /** Issues a new pair; the old one stops working at once. */
  rotateToken(on24ClientId: string): TokenPair
  /** Deactivates the token, as 60 idle days would. */
  disableToken(on24ClientId: string): void
  /** Enables it again and restarts its idle time. */
  enableToken(on24ClientId: string): void
  setAccess(on24ClientId: string, access: ClientAccess): void
}

export interface Access extends AccessKnobs {
  /** Returns the account of the request's token. Throws a `Refusal`. */
  admit(request: Request, kind: EndpointClass): WorldAccount
}

const DAY_MS = 86_400_000
const WRONG_TOKEN = 'AccessTokenKey and AccessTokenSecret are wrong or invalid.'

export function createAccess(world: World, clock: SandboxClock, knobs: On24Knobs): Access {
  const quotas = createQuotas(knobs)
  const tokens = new Map<string, TokenPair & { lastUsedMs: number; rotations: number }>()
  const accessOf = new Map<string, ClientAccess>()
  for (const { on24ClientId, accessTokenKey, accessTokenSecret } of world.accounts) {
    // Idle time starts with the server, or a demo that was stopped for 60 days could not continue.
    const lastUsedMs = clock.now().getTime()
    tokens.set(on24ClientId, { accessTokenKey, accessTokenSecret, lastUsedMs, rotations: 0 })
  }
  const tokenOf = (on24ClientId: string) => {
    const token = tokens.get(world.account(on24ClientId).on24ClientId)
    if (token === undefined) throw new RangeError(`No token for account ${on24ClientId}.`)
    return token
  }

  const authenticate = (request: Request): WorldAccount => {
    const key = request.get('accessTokenKey')
    const secret = request.get('accessTokenSecret')
    if (key === undefined || secret === undefined || key === '' || secret === '') {
      throw new Refusal(401, 'Header must contain both accessTokenKey and accessTokenSecret.')
    }
    const account = world.accounts.find(({ on24ClientId, region }) => {
      const token = tokenOf(on24ClientId)
      const isHere = knobs.region === 'any' || knobs.region === region
      return isHere && token.accessTokenKey === key && token.accessTokenSecret === secret
    })
    if (account === undefined) throw new Refusal(401, WRONG_TOKEN)
    const token = tokenOf(account.on24ClientId)
    const nowMs = clock.now().getTime()
    if (nowMs - token.lastUsedMs >= knobs.idleDays * DAY_MS) {
      const deactivated = 'AccessTokenKey and AccessTokenSecret are deactivated.'
      throw new Refusal(401, knobs.idleTokenText === 'deactivated' ? deactivated : WRONG_TOKEN)
    }
    token.lastUsedMs = nowMs
    return account
  }

  const authorise = (account: WorldAccount, clientId: string) => {
    if (clientId !== account.on24ClientId && !account.subClientIds.includes(clientId)) {
      const exists = world.accounts.some(
        (one) => one.on24ClientId === clientId || one.subClientIds.includes(clientId),
      )
      throw exists
        ? new Refusal(403, "You don't have access to this client id")
        : new Refusal(404, `The client ${clientId} doesn't exist.`)
    }
    const access = accessOf.get(account.on24ClientId) ?? 'open'
    if (access === 'inactive') throw new Refusal(403, `The client id ${clientId} is inactive.`)
    if (access === 'noPermission') {
      throw new Refusal(403, 'You do not have permission to perform the requested operation.')
    }
    if (access === 'notElite') {
      throw new Refusal(
        403,
        'The client id is not an Elite user/The adminId can not perform operations under client clientId',
      )
    }
  }

  return {
    admit: (request, kind) => {
      const account = authenticate(request)
      quotas.take(account.on24ClientId, kind)
      authorise(account, String(request.params['clientId']))
      return account
    },
    rotateToken: (on24ClientId) => {
      const token = tokenOf(on24ClientId)
      const rotations = token.rotations + 1
      const { accessTokenKey, accessTokenSecret } = world.account(on24ClientId)
      const pair = {
        accessTokenKey: `${accessTokenKey}${rotations}`,
        accessTokenSecret: `${accessTokenSecret}${rotations}`,
      }
      tokens.set(on24ClientId, { ...pair, lastUsedMs: clock.now().getTime(), rotations })
      return pair
    },
    disableToken: (on24ClientId) => {
      tokenOf(on24ClientId).lastUsedMs = -Infinity
    },
    enableToken: (on24ClientId) => {
      tokenOf(on24ClientId).lastUsedMs = clock.now().getTime()
    },
    setAccess: (on24ClientId, access) => {
      accessOf.set(world.account(on24ClientId).on24ClientId, access)
    },
  }
}
