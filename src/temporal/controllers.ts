/** Starts, signals, checks and ends controllers: one workflow per account, with a fixed id, always open. */
import { type Client, WorkflowIdConflictPolicy, WorkflowNotFoundError } from '@temporalio/client'
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.ts'
import {
  clientOfController,
  controllerId,
  TASK_QUEUES,
  WORKFLOW_TYPES,
} from '../contracts/temporal-names.ts'
import { startUnlessOpen } from './already-there.ts'
import { called, type Naming, pageLink } from './naming.ts'
import { ON24_CLIENT_ID_KEY } from './schedules.ts'
import { isTemporalAway } from './temporal-away.ts'

const ACCOUNT_STATE_KEY = defineSearchAttributeKey(
  SEARCH_ATTRIBUTES.accountState,
  SearchAttributeType.KEYWORD,
)

/** `whyNot`: null if the controller can run its tasks. */
export interface CanRun {
  readonly whyNot: string | null
}

export interface Controllers {
  /** Starts the controller unless it is open. Returns true if it was started. */
  ensure(on24ClientId: string): Promise<boolean>
  /** Returns false if the controller is not open. */
  signal(on24ClientId: string, signal: string, payload?: object): Promise<boolean>
  /** The accounts whose controller is open, from Temporal's index, which is some seconds late. */
  listOpen(): AsyncIterable<string>
  /** Whether a controller can run its tasks; null if unknown, e.g. while Temporal is unreachable. */
  canRun(on24ClientId: string): Promise<CanRun | null>
  /** Terminates the controller of an account that is being removed, if it is open. */
  end(on24ClientId: string): Promise<void>
}

/** A single failure may come from a worker that was shutting down. */
const STUCK_ATTEMPTS = 3
const LONGEST_ANSWER_MS = 10_000

const OPEN = `WorkflowType = "${WORKFLOW_TYPES.account}" AND ExecutionStatus = "Running"`

/** `quotaProbeSeconds`: how often a newly started controller checks whether Act-On accepts calls again. */
export function createControllers(
  client: Client,
  quotaProbeSeconds: number,
  naming: Naming,
): Controllers {
  return {
    async ensure(on24ClientId) {
      const account = await naming.of(on24ClientId)
      return startUnlessOpen(() =>
        client.workflow.start(WORKFLOW_TYPES.account, {
          workflowId: controllerId(on24ClientId),
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
          taskQueue: TASK_QUEUES.workflows,
          args: [{ on24ClientId, quotaProbeSeconds }],
          typedSearchAttributes: [
            { key: ON24_CLIENT_ID_KEY, value: on24ClientId },
            { key: ACCOUNT_STATE_KEY, value: 'active' },
          ],
          staticSummary: `Controller of ${called(account)}`,
          staticDetails: `Always open while the account is linked. Steers its runs.${pageLink(account)}`,
          // Higher priority than runs: operators wait for it.
          priority: { priorityKey: 2, fairnessKey: on24ClientId },
        }),
      )
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
    async canRun(on24ClientId) {
      const handle = client.workflow.getHandle(controllerId(on24ClientId))
      const patience = AbortSignal.timeout(LONGEST_ANSWER_MS)
      try {
        const { raw, status } = await handle.describe()
        if (status.name !== 'RUNNING') return null
        const attempts = raw.pendingWorkflowTask?.attempt ?? 1
        if (attempts >= STUCK_ATTEMPTS) {
          return { whyNot: `its task has failed ${String(attempts - 1)} times` }
        }
        await client.withAbortSignal(patience, () => handle.query('status'))
        return { whyNot: null }
      } catch (error) {
        if (patience.aborted || isTemporalAway(error)) return null
        if (error instanceof WorkflowNotFoundError) return null
        return { whyNot: 'it cannot be replayed by this release' }
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
