/** Ends or signals an account's workflows in Temporal, other than its controller. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.ts'
import { SIGNALS, WORKFLOW_TYPES } from '../contracts/temporal-names.ts'
import { isWorkflowOpen } from './already-there.ts'

/** Activities receive a cancellation with a heartbeat, and may then still have a vendor's answer to store. */
const GRACE_MS = 15_000
const LOOK_EVERY_MS = 250

export interface AccountWork {
  /**
   * Cancels the account's workflows, waits for them to end, and terminates those that do not. Temporal lists a
   * workflow only a moment after its start, so the caller names those that it knows of.
   * @param knownIds workflow ids.
   */
  end(on24ClientId: string, knownIds: readonly string[], signal: AbortSignal): Promise<void>
  /** Signals the account's open runs and backfills; `knownIds` as above. */
  signal(on24ClientId: string, signal: string, knownIds: readonly string[]): Promise<void>
  /** Whether the workflow of a run, a backfill or a comparison has not ended. */
  isOpen(workflowId: string): Promise<boolean>
  /** Tells an open run that rows to deliver have been stored. Rejects if Temporal does not answer. */
  tellOfRows(run: { readonly workflowId: string; readonly runId: string }): Promise<void>
}

export function createAccountWork(client: Client): AccountWork {
  return {
    async end(on24ClientId, knownIds, signal) {
      const others = `WorkflowType != "${WORKFLOW_TYPES.account}"`
      const ids = await openWorkflows(client, on24ClientId, others, knownIds)
      await Promise.all(ids.map((id) => endWorkflow(client, id, signal)))
    },
    async signal(on24ClientId, signal, knownIds) {
      const ids = await openWorkflows(client, on24ClientId, RUNS, knownIds)
      await Promise.all(ids.map((id) => signalWorkflow(client, id, signal)))
    },
    isOpen: (workflowId) => isWorkflowOpen(client, workflowId),
    async tellOfRows({ workflowId, runId }) {
      await client.workflow.getHandle(workflowId, runId).signal(SIGNALS.rowsToDeliver)
    },
  }
}

const { accountSync, accountBackfill, accountCompare } = WORKFLOW_TYPES
const RUNS = `WorkflowType IN ("${accountSync}", "${accountBackfill}", "${accountCompare}")`

async function openWorkflows(
  client: Client,
  on24ClientId: string,
  condition: string,
  knownIds: readonly string[],
): Promise<string[]> {
  const ids = new Set(knownIds)
  const account = `${SEARCH_ATTRIBUTES.on24ClientId} = "${on24ClientId}"`
  const query = `${account} AND ExecutionStatus = "Running" AND ${condition}`
  for await (const { workflowId } of client.workflow.list({ query })) ids.add(workflowId)
  return [...ids]
}

async function signalWorkflow(client: Client, workflowId: string, signal: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).signal(signal)
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error
  }
}

async function endWorkflow(client: Client, workflowId: string, signal: AbortSignal): Promise<void> {
  const handle = client.workflow.getHandle(workflowId)
  try {
    await handle.cancel()
    const until = performance.now() + GRACE_MS
    while ((await handle.describe()).status.name === 'RUNNING') {
      if (performance.now() >= until) {
        await handle.terminate('The account is being removed.')
        return
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal })
    }
  } catch (error) {
    // It has already ended.
    if (!(error instanceof WorkflowNotFoundError)) throw error
  }
}
