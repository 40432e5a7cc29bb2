/** A comparison that has ended, with what it found. */
import { expect } from 'vitest'
import type { Finding, Verification } from '../../../src/api/verification.ts'
import type { Store } from '../../../src/store/database.ts'
import {
  listFindings,
  listVerifications,
} from '../../../src/store/verifications/verification-list.ts'
import type { EndedRun } from '../temporal/run-in-order.ts'

export interface EndedComparison extends EndedRun {
  readonly verification: Verification
  readonly findings: readonly Finding[]
}

/** @param ended the account's newest comparison. */
export async function withFindings(
  store: Store,
  on24ClientId: string,
  ended: EndedRun,
): Promise<EndedComparison> {
  const { items } = await listVerifications(store, on24ClientId, { limit: 1 })
  const verification = items[0] ?? expect.fail('no verification')
  return { ...ended, verification, findings: await findingsOf(store, ended.runKey) }
}

/** All findings of a comparison. */
export async function findingsOf(store: Store, runKey: string): Promise<readonly Finding[]> {
  const { items } = await listFindings(store, runKey, { limit: 10_000 })
  return items
}

/** Findings as `kind column column`, without ids, sorted. */
export function kindsOf({ findings }: EndedComparison): string[] {
  return findings.map(({ kind, columns }) => [kind, ...columns].join(' ')).toSorted()
}
