/** Comparisons that are requested from a whole service, as an operator does, and followed to their end. */
import { expect, vi } from 'vitest'
import type { Finding, Verification } from '../../../src/api/verification.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { Service } from '../../../src/service.ts'
import {
  findVerification,
  listFindings,
  listVerifications,
} from '../../../src/store/verifications/verification-list.ts'
import { verifyAccount } from '../../../src/web/use-cases/verify-account.ts'

const SOON = { timeout: 60_000, interval: 100 }
const OPERATOR = { actor: 'operator:test', address: null }

/** The workflow of an earlier comparison ends a moment after its run, and is waited for. */
export async function endedComparison(
  service: Service & { readonly sandbox: Sandbox },
  on24ClientId: string,
  mode: { readonly repair: boolean },
): Promise<{ readonly verification: Verification; readonly findings: readonly Finding[] }> {
  const { store } = service
  const newest = async () => (await listVerifications(store, on24ClientId, { limit: 1 })).items[0]
  const earlier = (await newest())?.startedAt
  // Comparisons are told apart by their start, also where the clock stands still.
  service.sandbox.clock.advance(1000)
  await vi.waitFor(() => verifyAccount(service, on24ClientId, mode, OPERATOR), SOON)
  const verification = await vi.waitFor(async () => {
    const found = await newest()
    const isNew = found !== undefined && found.startedAt !== earlier
    return isNew && found.finishedAt !== null ? found : expect.fail('It has not ended.')
  }, SOON)
  const found = await findVerification(store, on24ClientId, new Date(verification.startedAt))
  const { items } = await listFindings(store, found?.runKey ?? '', { limit: 10_000 })
  return { verification, findings: items }
}
