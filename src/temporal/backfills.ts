/** Starts backfills: one workflow per account and range, so that a running range is joined instead of read twice. */
import {
  type Client,
  type WorkflowExecutionDescription,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client'
import type { AccountBackfillInput } from '../contracts/backfill.ts'
import type { BackfillRequest } from '../contracts/operations.ts'
import { backfillId, TASK_QUEUES, WORKFLOW_TYPES } from '../contracts/temporal-names.ts'
import { startUnlessOpen } from './already-there.ts'
import { called, type Naming, pageLink } from './naming.ts'
import { ON24_CLIENT_ID_KEY } from './schedules.ts'

export interface StartedBackfill {
  readonly workflowId: string
  readonly isNew: boolean
  /** The running one was cancelled, and its last calls have not ended yet: joining it would do nothing. */
  readonly isBeingCancelled: boolean
}

export interface Backfills {
  /**
   * Joins a running backfill of the same range: then `isNew` is false. Starts one that has ended again, unless it was
   * started for the same operation.
   */
  start(on24ClientId: string, request: BackfillRequest, auditId?: string): Promise<StartedBackfill>
  /** Asks a backfill to stop; what it has done stays. */
  cancel(on24ClientId: string, request: BackfillRequest): Promise<CancelAnswer>
}

/** `beingCancelled`: it was asked before, and its last calls have not ended yet. */
export type CancelAnswer = 'cancelled' | 'beingCancelled' | 'noBackfill'

/** `lookAgainSeconds`: how often a waiting backfill checks whether it may continue. */
export function createBackfills(
  client: Client,
  lookAgainSeconds: number,
  naming: Naming,
): Backfills {
  return {
    async start(on24ClientId, { from, to, dryRun }, auditId) {
      const range = `${from}..${to}`
      const workflowId = backfillId(on24ClientId, { from, to, dryRun })
      const input: AccountBackfillInput = { on24ClientId, from, to, dryRun, lookAgainSeconds }
      if (auditId !== undefined && (await startedFor(client, workflowId)) === auditId) {
        return { workflowId, isNew: true, isBeingCancelled: false }
      }
      const account = await naming.of(on24ClientId)
      const what = dryRun ? 'Dry run of the backfill' : 'Backfill'
      const start = () =>
        client.workflow.start(WORKFLOW_TYPES.accountBackfill, {
          workflowId,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          taskQueue: TASK_QUEUES.workflows,
          args: [input],
          ...(auditId !== undefined && { memo: { auditId } }),
          typedSearchAttributes: [{ key: ON24_CLIENT_ID_KEY, value: on24ClientId }],
          staticSummary: `${what} ${range} of ${called(account)}`,
          staticDetails:
            `Reads every webinar of ${called(account)} from ${from} to ${to} whole, ` +
            (dryRun ? 'and counts what would be written to Act-On.' : 'and brings it to Act-On.') +
            '\n\nCancel it here to stop it; what it has done stays.' +
            pageLink(account),
          // Lower priority than the six-hourly runs.
          priority: { priorityKey: 4, fairnessKey: on24ClientId },
        })
      const isNew = await startUnlessOpen(start)
      const describe = () => client.workflow.getHandle(workflowId).describe()
      return { workflowId, isNew, isBeingCancelled: !isNew && isCancelRequested(await describe()) }
    },
    async cancel(on24ClientId, request) {
      const backfill = client.workflow.getHandle(backfillId(on24ClientId, request))
      try {
        const described = await backfill.describe()
        if (described.status.name !== 'RUNNING') return 'noBackfill'
        if (isCancelRequested(described)) return 'beingCancelled'
        await backfill.cancel()
        return 'cancelled'
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return 'noBackfill'
        throw error
      }
    },
  }
}

function isCancelRequested({ raw }: WorkflowExecutionDescription): boolean {
  return raw.workflowExtendedInfo?.cancelRequested === true
}

/** Audit id of the range's latest backfill: an attempt that was interrupted after the start must not start another. */
async function startedFor(client: Client, workflowId: string): Promise<unknown> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).memo?.['auditId']
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}
