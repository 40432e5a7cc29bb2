/** What a random history needs: an account that is operated with or without Temporal, and the vendors. */
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { WorldAccount } from '../../../sandbox/world/accounts.ts'
import type { ComparisonMode } from '../../../src/contracts/comparison.ts'
import type { Store } from '../../../src/store/database.ts'
import type { randomFault } from '../accounts/random-fault.ts'
import type { EndedComparison } from '../verification/ended-comparison.ts'

export interface HistoryAccount extends Pick<WorldAccount, 'on24ClientId' | 'actOn'> {
  /** Executes a whole run. `said` is for the message of a failed test. */
  run(): Promise<{ readonly runKey: string; readonly said: readonly string[] }>
  /** Executes a whole comparison. */
  compare(mode: ComparisonMode): Promise<Pick<EndedComparison, 'runKey' | 'findings'>>
  /** Links the account again, as its customer does. */
  link(): Promise<unknown>
  /** Probes Act-On, as the controller does when its next probe is due. */
  probe(): Promise<unknown>
}

export interface HistoryParts {
  readonly sandbox: Sandbox
  readonly store: Store
  /** Default: any fault. */
  readonly draw?: typeof randomFault
}

