/** Starts the comparison that an operator requests: one workflow per account. Sees those that are running. */
import { type Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client'
import type { AccountCompareInput, ComparisonMode } from '../contracts/comparison.ts'
import { TASK_QUEUES, verifyWorkflowId, WORKFLOW_TYPES } from '../contracts/temporal-names.ts'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.ts'
import { isWorkflowOpen, startUnlessOpen } from './already-there.ts'
import { called, type Naming, pageLink } from './naming.ts'
import { ON24_CLIENT_ID_KEY } from './schedules.ts'

export interface Comparisons {
  /** `isNew` is false if a requested comparison of the account is running. */
  start(
    on24ClientId: string,
    mode: ComparisonMode,
  ): Promise<{ readonly workflowId: string; readonly isNew: boolean }>
  /**
   * Whether a comparison of the account is running, requested or weekly. Temporal lists a workflow only a moment after
   * its start, so the caller names those that it knows of.
   * @param knownIds workflow ids.
   */
  isRunning(on24ClientId: string, knownIds: readonly string[]): Promise<boolean>
}

const IS_COMPARISON = `WorkflowType = "${WORKFLOW_TYPES.accountCompare}"`

/** `lookAgainSeconds`: how often a waiting comparison checks whether it may continue. */
export function createComparisons(
  client: Client,
  lookAgainSeconds: number,
  naming: Naming,
): Comparisons {
  return {
    async isRunning(on24ClientId, knownIds) {
      const ids = new Set([verifyWorkflowId(on24ClientId), ...knownIds])
      const account = `${SEARCH_ATTRIBUTES.on24ClientId} = "${on24ClientId}"`
      const query = `${account} AND ExecutionStatus = "Running" AND ${IS_COMPARISON}`
      for await (const { workflowId } of client.workflow.list({ query })) ids.add(workflowId)
      const open = await Promise.all([...ids].map((id) => isWorkflowOpen(client, id)))
      return open.includes(true)
    },
    async start(on24ClientId, { repair, writes }) {
      const workflowId = verifyWorkflowId(on24ClientId)
      const account = await naming.of(on24ClientId)
      const input: AccountCompareInput = { on24ClientId, repair, writes, lookAgainSeconds }
      const start = () =>
        client.workflow.start(WORKFLOW_TYPES.accountCompare, {
          workflowId,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          taskQueue: TASK_QUEUES.workflows,
          args: [input],
          typedSearchAttributes: [{ key: ON24_CLIENT_ID_KEY, value: on24ClientId }],
          staticSummary: `${repair ? 'Repair' : 'Verification'} of ${called(account)}`,
          staticDetails:
            `Compares the lists of ${called(account)} in Act-On with ON24, cell by cell` +
            (repair ? ', and repairs the differences.' : '. Writes nothing.') +
            '\n\nCancel it here to stop it; what it has done stays.' +
            pageLink(account),
          // Lower priority than the six-hourly runs.
          priority: { priorityKey: 4, fairnessKey: on24ClientId },
        })
      return { workflowId, isNew: await startUnlessOpen(start) }
    },
  }
}
