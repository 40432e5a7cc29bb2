/** Starts the workflow that tells operators a notice: once per notice, however often it is asked for. */
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client'
import type { NoticeReference } from '../contracts/notice.ts'
import { noticeWorkflowId, TASK_QUEUES, WORKFLOW_TYPES } from '../contracts/temporal-names.ts'
import { ON24_CLIENT_ID_KEY } from './schedules.ts'

export interface NoticeWorkflows {
  /** Changes nothing when it was started before, whether it is at work or has ended. */
  start(noticeId: string, on24ClientId: string, signal: AbortSignal): Promise<void>
}

export function createNoticeWorkflows(client: Client): NoticeWorkflows {
  const startOnce = async (noticeId: string, on24ClientId: string) => {
    const reference: NoticeReference = { noticeId }
    try {
      await client.workflow.start(WORKFLOW_TYPES.notice, {
        workflowId: noticeWorkflowId(noticeId),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        taskQueue: TASK_QUEUES.workflows,
        args: [reference],
        typedSearchAttributes: [{ key: ON24_CLIENT_ID_KEY, value: on24ClientId }],
        staticSummary: `Notice: ON24 client ${on24ClientId} must be linked again`,
        staticDetails:
          `Tells operators that Act-On refuses the access of ON24 client \`${on24ClientId}\`, with a new ` +
          'invitation in each attempt.\n\nTried for seven days, until the receiver takes it.',
        priority: { priorityKey: 2, fairnessKey: on24ClientId },
      })
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    }
  }
  return {
    start: (noticeId, on24ClientId, signal) =>
      client.withAbortSignal(signal, () => startOnce(noticeId, on24ClientId)),
  }
}
