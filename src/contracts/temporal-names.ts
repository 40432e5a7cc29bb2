/** Names that the Temporal UI, the command line and other tools rely on. They never change. */
import type { BackfillRequest } from './operating.ts'

export const TASK_QUEUES = {
  workflows: 'on24-act-on',
  vendors: 'on24-act-on-vendors',
} as const

export const WORKFLOW_TYPES = {
  account: 'account',
  accountSync: 'accountSync',
  accountBackfill: 'accountBackfill',
  notice: 'notice',
} as const

export function syncScheduleId(on24ClientId: string): string {
  return `account-sync/${on24ClientId}`
}

export function controllerId(on24ClientId: string): string {
  return `account/${on24ClientId}`
}

/** One that only says what it would write is another workflow: whoever asks for both gets both. */
export function backfillId(on24ClientId: string, { from, to, dryRun }: BackfillRequest): string {
  return `account-backfill/${on24ClientId}/${from}..${to}${dryRun ? '/dry-run' : ''}`
}

export function noticeWorkflowId(noticeId: string): string {
  return `notice/${noticeId}`
}
