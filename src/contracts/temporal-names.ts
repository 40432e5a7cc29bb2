/** Names that the Temporal UI, the command line and other tools rely on. They must never change. */
import type { BackfillRequest } from './operations.ts'

export const TASK_QUEUES = {
  workflows: 'on24-act-on',
  vendors: 'on24-act-on-vendors',
} as const

export const WORKFLOW_TYPES = {
  account: 'account',
  accountSync: 'accountSync',
  accountBackfill: 'accountBackfill',
  accountCompare: 'accountCompare',
  notice: 'notice',
} as const

/** The controller's signals, which the Temporal UI can send too; it sends the last two to runs and backfills itself. */
export const SIGNALS = {
  pause: 'pause',
  resume: 'resume',
  syncNow: 'syncNow',
  backfill: 'backfill',
  followSchedule: 'followSchedule',
  runEnded: 'runEnded',
  pauseWork: 'pauseWork',
  resumeWork: 'resumeWork',
  rowsToDeliver: 'rowsToDeliver',
} as const

const SYNC_SCHEDULE = 'account-sync/'
const CONTROLLER = 'account/'

export function syncScheduleId(on24ClientId: string): string {
  return SYNC_SCHEDULE + on24ClientId
}

/** Null for a Schedule of another kind. */
export function clientOfSchedule(scheduleId: string): string | null {
  return scheduleId.startsWith(SYNC_SCHEDULE) ? scheduleId.slice(SYNC_SCHEDULE.length) : null
}

export function controllerId(on24ClientId: string): string {
  return CONTROLLER + on24ClientId
}

/** Null for a workflow of another kind. */
export function clientOfController(workflowId: string): string | null {
  return workflowId.startsWith(CONTROLLER) ? workflowId.slice(CONTROLLER.length) : null
}

/** A dry run is a workflow of its own, so that both can be requested for the same range. */
export function backfillId(on24ClientId: string, { from, to, dryRun }: BackfillRequest): string {
  return `account-backfill/${on24ClientId}/${from}..${to}${dryRun ? '/dry-run' : ''}`
}

/** Also the base of its runs' workflow ids. */
export function compareScheduleId(on24ClientId: string): string {
  return `account-compare/${on24ClientId}`
}

/** The comparison that an operator requests; the weekly one is started by a Schedule. */
export function verifyWorkflowId(on24ClientId: string): string {
  return `account-verify/${on24ClientId}`
}

export function noticeWorkflowId(noticeId: string): string {
  return `notice/${noticeId}`
}
