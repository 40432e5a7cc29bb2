/** The sandbox with its clock held still, and ON24 clients of its accounts. */
import { onTestFinished } from 'vitest'
import type { OnVendorCall } from '../../../src/contracts/vendor-call.ts'
import type { HttpTimeouts } from '../../../src/http/call-watch.ts'
import { createOn24Client } from '../../../src/on24/client.ts'
import { startSandbox } from '../../../sandbox/sandbox.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { WorldOptions } from '../../../sandbox/world/world-options.ts'
import { type ListingClient, listingClient } from './listing-client.ts'
import { QUOTA_WAIT_MS } from './on24-stub.ts'

/** Two days after the Pacific clocks went forward. */
export const SANDBOX_NOW = new Date('2026-03-10T12:00:00Z')

export interface SandboxClientOptions {
  readonly on24ClientId?: string
  readonly onCall?: OnVendorCall
  readonly timeouts?: Partial<HttpTimeouts>
  /** Happens before each call goes out; calls are counted from 0. */
  readonly beforeCall?: (callIndex: number) => void
}

export interface HeldSandbox extends Sandbox {
  /** A client of the first account unless told otherwise. */
  client(options?: SandboxClientOptions): ListingClient
}

export async function startHeldSandbox(world: WorldOptions): Promise<HeldSandbox> {
  const sandbox = await startSandbox({ world, clock: { startAt: SANDBOX_NOW, now: () => 0 } })
  onTestFinished(() => sandbox.close())
  return {
    ...sandbox,
    client: ({ on24ClientId, onCall, timeouts, beforeCall } = {}) => {
      const account = sandbox.world.accounts.find(
        (one) => one.on24ClientId === (on24ClientId ?? one.on24ClientId),
      )
      if (account === undefined) throw new RangeError('the sandbox has no such account')
      let callIndex = 0
      return listingClient(
        createOn24Client({
          baseUrl: sandbox.on24.url,
          on24ClientId: account.on24ClientId,
          credentials: account,
          pace: {
            take: () => {
              beforeCall?.(callIndex)
              callIndex += 1
              return Promise.resolve()
            },
            quotaReached: (askedMs) => Promise.resolve(askedMs ?? QUOTA_WAIT_MS),
          },
          ...(onCall && { onCall }),
          ...(timeouts && { timeouts }),
          now: () => SANDBOX_NOW,
        }),
      )
    },
  }
}
