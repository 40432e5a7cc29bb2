/** Starts the workflow of a notice: once per notice, however often it is called. */
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client'
import type { NoticeReference } from '../contracts/notice.ts'
import { NOTICE_WORDS } from '../contracts/notice-words.ts'
import { noticeWorkflowId, TASK_QUEUES, WORKFLOW_TYPES } from '../contracts/temporal-names.ts'
import type { Notice } from '../store/notices.ts'
import { called, type NamedAccount, type Naming, pageLink } from './naming.ts'
import { ON24_CLIENT_ID_KEY } from './schedules.ts'

type NoticeToStart = Pick<Notice, 'id' | 'on24ClientId' | 'kind' | 'ends'>

export interface NoticeWorkflows {
  /** Does nothing if the workflow was started before, whether it is open or closed. */
  start(notice: NoticeToStart, signal: AbortSignal): Promise<void>
}

export function createNoticeWorkflows(client: Client, naming: Naming): NoticeWorkflows {
  const startOnce = async (notice: NoticeToStart) => {
    const { id: noticeId, on24ClientId } = notice
    const reference: NoticeReference = { noticeId }
    try {
      await client.workflow.start(WORKFLOW_TYPES.notice, {
        workflowId: noticeWorkflowId(noticeId),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        taskQueue: TASK_QUEUES.workflows,
        args: [reference],
        typedSearchAttributes: [{ key: ON24_CLIENT_ID_KEY, value: on24ClientId }],
        ...wordsOf(notice, await naming.of(on24ClientId)),
        priority: { priorityKey: 2, fairnessKey: on24ClientId },
      })
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    }
  }
  return {
    start: (notice, signal) => client.withAbortSignal(signal, () => startOnce(notice)),
  }
}

/** Summary and details that the Temporal UI shows. */
function wordsOf({ kind, ends }: NoticeToStart, account: NamedAccount) {
  const isOver = kind === 'recovered'
  const { is, details } = NOTICE_WORDS[isOver ? (ends ?? 'failing') : kind]
  const over = isOver ? 'over: ' : ''
  return {
    staticSummary: `Notice: ${over}${called(account)} ${is}`,
    staticDetails:
      (isOver
        ? `Notifies operators that this is over for ${called(account)}, if they were notified: ${is}.`
        : `Notifies operators about ${called(account)}: ${is}. ${details}`) +
      '\n\nRetried for seven days until every channel has accepted it.' +
      pageLink(account),
  }
}
