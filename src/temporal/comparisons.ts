/** Starts the comparison that an operator requests: one workflow per account. */
import { type Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client'
import type { AccountCompareInput, ComparisonMode } from '../contracts/comparison.ts'
import { TASK_QUEUES, verifyWorkflowId, WORKFLOW_TYPES } from '../contracts/temporal-names.ts'
import { startUnlessOpen } from './already-there.ts'
import { ON24_CLIENT_ID_KEY } from './schedules.ts'

export interface Comparisons {
  /** `isNew` is false if a requested comparison of the account is running. */
  start(
    on24ClientId: string,
    mode: ComparisonMode,
  ): Promise<{ readonly workflowId: string; readonly isNew: boolean }>
}

/** `lookAgainSeconds`: how often a waiting comparison checks whether it may continue. */
export function createComparisons(client: Client, lookAgainSeconds: number): Comparisons {
  return {
    async start(on24ClientId, { repair, writes }) {
      const workflowId = verifyWorkflowId(on24ClientId)
      const input: AccountCompareInput = { on24ClientId, repair, writes, lookAgainSeconds }
      const start = () =>
        client.workflow.start(WORKFLOW_TYPES.accountCompare, {
          workflowId,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          taskQueue: TASK_QUEUES.workflows,
          args: [input],
          typedSearchAttributes: [{ key: ON24_CLIENT_ID_KEY, value: on24ClientId }],
          staticSummary: `${repair ? 'Repair' : 'Verification'} of ON24 client ${on24ClientId}`,
          staticDetails:
            `Compares the lists of ON24 client \`${on24ClientId}\` in Act-On with ON24, cell by cell` +
            (repair ? ', and repairs the differences.' : '. Writes nothing.') +
            '\n\nCancel it here to stop it; what it has done stays.',
          // Lower priority than the six-hourly runs.
          priority: { priorityKey: 4, fairnessKey: on24ClientId },
        })
      return { workflowId, isNew: await startUnlessOpen(start) }
    },
  }
}
