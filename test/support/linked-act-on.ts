/** The sandbox's Act-On with our client of one account, linked by user name and password. */
import { createActOnClient } from '../../src/act-on/client.ts'
import type { ActOnClient } from '../../src/act-on/client.ts'
import { createTokenGrants } from '../../src/act-on/tokens/token-grants.ts'
import type { TokenGrants } from '../../src/act-on/tokens/token-grants.ts'
import { createTokenKeeper } from '../../src/act-on/tokens/token-keeper.ts'
import type { VendorCall } from '../../src/contracts/vendor-call.ts'
import type { ActOnKnobs } from '../../sandbox/act-on/knobs.ts'
import { createMemoryVault } from './memory-token-vault.ts'
import type { MemoryVault } from './memory-token-vault.ts'
import { AT_ONCE, PASSWORD, startTestActOn, USER } from './sandbox-act-on.ts'
import type { ActOnUnderTest } from './sandbox-act-on.ts'

export const ON24_CLIENT_ID = '22950'

export interface LinkedActOn extends ActOnUnderTest {
  readonly client: ActOnClient
  readonly grants: TokenGrants
  readonly vault: MemoryVault
  /** What `onCall` was told. */
  readonly calls: VendorCall[]
  /** How many turns the pace has given. */
  readonly turns: () => number
}

export async function startLinkedActOn(knobs: Partial<ActOnKnobs> = {}): Promise<LinkedActOn> {
  const actOn = await startTestActOn({ knobs: { ...AT_ONCE, newListListedAfterMs: 0, ...knobs } })
  const now = () => actOn.clock.now()
  const vault = createMemoryVault(now)
  vault.links.set(ON24_CLIENT_ID, {
    userName: USER,
    password: PASSWORD,
    tokens: null,
    beforeHandOver: null,
    version: 1,
    needsRelinkSince: null,
  })
  const calls: VendorCall[] = []
  let turnCount = 0
  const [application] = actOn.server.applications
  const shared = {
    baseUrl: actOn.server.url,
    pace: {
      take: () => {
        turnCount += 1
        return Promise.resolve()
      },
    },
    onCall: (call: VendorCall) => calls.push(call),
  }
  const grants = createTokenGrants({
    ...shared,
    clientId: application?.clientId ?? '',
    clientSecret: application?.clientSecret ?? '',
  })
  const keeper = createTokenKeeper({
    grantsFor: () => grants,
    vault,
    opensOwnAccount: () => Promise.resolve(true),
    now,
    keepPassword: true,
  })
  const client = createActOnClient({
    ...shared,
    token: (options) => keeper.accessToken(ON24_CLIENT_ID, options),
  })
  return { ...actOn, client, grants, vault, calls, turns: () => turnCount }
}
