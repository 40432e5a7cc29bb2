/** Names that the Temporal UI, the command line and other tools rely on. They never change. */

export const TASK_QUEUES = {
  workflows: 'on24-act-on',
  vendors: 'on24-act-on-vendors',
} as const

export const WORKFLOW_TYPES = {
  account: 'account',
  accountSync: 'accountSync',
  notice: 'notice',
} as const

export function syncScheduleId(on24ClientId: string): string {
  return `account-sync/${on24ClientId}`
}

export function controllerId(on24ClientId: string): string {
  return `account/${on24ClientId}`
}

export function noticeWorkflowId(noticeId: string): string {
  return `notice/${noticeId}`
}
