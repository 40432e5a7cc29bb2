/** Starts the controller of an account: the workflow with a fixed id that is always open. */
import { type Client, WorkflowIdConflictPolicy, WorkflowNotFoundError } from '@temporalio/client'
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.ts'
import {
  clientOfController,
  controllerId,
  TASK_QUEUES,
  WORKFLOW_TYPES,
} from '../contracts/temporal-names.ts'
import { ON24_CLIENT_ID_KEY } from './schedules.ts'

const ACCOUNT_STATE_KEY = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.accountState,
  SearchAttributeType.KEYWORD,
)

export interface Controllers {
  /** Starts the controller unless it is open already. */
  ensure(on24ClientId: string): Promise<void>
  /** False when the controller is not open. */
  signal(on24ClientId: string, signal: string, payload?: object): Promise<boolean>
  /** The accounts whose controller is open, as Temporal's index shows it: some seconds late. */
  listOpen(): AsyncIterable<string>
  /** Ends the controller of an account that is being removed. One that is not open is fine. */
  end(on24ClientId: string): Promise<void>
}

const OPEN = `WorkflowType = "${WORKFLOW_TYPES.account}" AND ExecutionStatus = "Running"`

/** `quotaProbeSeconds`: how often a new controller asks whether Act-On takes calls again. */
export function createControllers(client: Client, quotaProbeSeconds: number): Controllers {
  return {
    async ensure(on24ClientId) {
      await client.workflow.start(WORKFLOW_TYPES.account, {
        workflowId: controllerId(on24ClientId),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: TASK_QUEUES.workflows,
        args: [{ on24ClientId, quotaProbeSeconds }],
        typedSearchAttributes: [
          { key: ON24_CLIENT_ID_KEY, value: on24ClientId },
          { key: ACCOUNT_STATE_KEY, value: 'active' },
        ],
        staticSummary: `Controller of ON24 client ${on24ClientId}`,
        staticDetails: `Always open while ON24 client \`${on24ClientId}\` is linked. Steers its runs.`,
        priority: { priorityKey: 3, fairnessKey: on24ClientId },
      })
    },
    async signal(on24ClientId, signal, payload) {
      try {
        const handle = client.workflow.getHandle(controllerId(on24ClientId))
        await handle.signal(signal, ...(payload === undefined ? [] : [payload]))
        return true
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false
        throw error
      }
    },
    async *listOpen() {
      for await (const { workflowId } of client.workflow.list({ query: OPEN })) {
        const on24ClientId = clientOfController(workflowId)
        if (on24ClientId !== null) yield on24ClientId
      }
    },
    async end(on24ClientId) {
      try {
        const handle = client.workflow.getHandle(controllerId(on24ClientId))
        await handle.terminate('The account is being removed.')
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error
      }
    },
  }
}
