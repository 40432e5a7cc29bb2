/** Compares an account's folder in Act-On with the current state of ON24, whatever Act-On held before. */
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { differences } from './differences.ts'
import { ExpectedAccount } from './expected-account.ts'
import { servedTruth } from './served-truth.ts'

/** One line for each difference. */
export function truthDifferences(
  sandbox: Sandbox,
  account: {
    readonly on24ClientId: string
    readonly actOn: { readonly accountId: string; readonly timeZone: string }
  },
): string[] {
  const { on24ClientId, actOn } = account
  const expected = new ExpectedAccount(actOn.timeZone)
  expected.observe(servedTruth(sandbox, on24ClientId))
  return differences(on24ClientId, sandbox.actOn.lists(actOn.accountId), expected)
}
