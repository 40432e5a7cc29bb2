/** Starts the workflow of a notice: once per notice, however often it is called. */
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client'
import {
  LATE_AFTER_HOURS,
  type NoticeReference,
  type ReportedTrouble,
} from '../contracts/notice.ts'
import { noticeWorkflowId, TASK_QUEUES, WORKFLOW_TYPES } from '../contracts/temporal-names.ts'
import type { Notice } from '../store/notices.ts'
import { ON24_CLIENT_ID_KEY } from './schedules.ts'

type NoticeToStart = Pick<Notice, 'id' | 'on24ClientId' | 'kind' | 'ends'>

export interface NoticeWorkflows {
  /** Does nothing if the workflow was started before, whether it is open or closed. */
  start(notice: NoticeToStart, signal: AbortSignal): Promise<void>
}

export function createNoticeWorkflows(client: Client): NoticeWorkflows {
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
        ...wordsOf(notice),
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

/** For each kind of notice: how the sentence "ON24 client … " continues, and what it means. */
const WORDS: Record<ReportedTrouble, readonly [is: string, details: string]> = {
  needsRelink: [
    'must be linked again',
    'Act-On refuses its access. Each attempt has a new invitation to link it again.',
  ],
  failing: ['is failing', 'Its runs fail; every slot tries again.'],
  waitingForQuota: [
    'waits for Act-On’s quota',
    'Act-On accepts no more calls for now. Rows that were read wait in the store.',
  ],
  late: ['is late', `No run of it has succeeded for ${String(LATE_AFTER_HOURS)} hours.`],
  rejections: [
    'has many rejected contacts',
    'More of its contacts are rejected than NOTIFY_REJECTIONS_ABOVE allows.',
  ],
  actOnRefuses: ['is refused by Act-On', 'Act-On refuses all of its lists. Rows wait.'],
  listRefused: ['has lists that Act-On refuses', 'Rows of single webinars wait.'],
  listColumnsLost: ['has lists that lost a key column', 'Rows of single webinars wait.'],
  listNotVisible: ['has lists that Act-On does not show', 'Rows of single webinars wait.'],
  removalsHeld: ['has removals that are held', 'An operator has to apply or drop them.'],
  removalRefused: ['has contacts that Act-On does not delete', 'Every run tries again.'],
  webinarUnreadable: ['has webinars that cannot be read', 'Every run tries again.'],
  signInsUsedUp: ['has no sign-in to Act-On left', 'A run starts when one is available.'],
  clearIgnored: ['has cells that Act-On does not clear', 'Old values stay in Act-On.'],
  columnMissing: ['has lists without some columns', 'These columns are left out.'],
  rowsExpired: ['has rows that waited for 90 days', 'They are read again from ON24.'],
  operationUnanswered: ['has an operation pending', 'It is retried every half minute.'],
  controllerStuck: ['has a stuck controller', 'It cannot run its tasks; syncs continue.'],
}

/** Summary and details that the Temporal UI shows. */
function wordsOf({ on24ClientId, kind, ends }: NoticeToStart) {
  const isOver = kind === 'recovered'
  const [is, details] = WORDS[isOver ? (ends ?? 'failing') : kind]
  const over = isOver ? 'over: ' : ''
  return {
    staticSummary: `Notice: ${over}ON24 client ${on24ClientId} ${is}`,
    staticDetails:
      (isOver
        ? `Notifies operators that this is over for ON24 client \`${on24ClientId}\`, if they were notified: ${is}.`
        : `Notifies operators about ON24 client \`${on24ClientId}\`: ${is}. ${details}`) +
      '\n\nRetried for seven days until the receiver accepts it.',
  }
}
