/** Why a run began, and where our page of it is, in Markdown for the Temporal UI. */
import type { AuditAction } from '../contracts/audit-words.ts'
import { compareScheduleId } from '../contracts/temporal-names.ts'
import type { Service } from '../service.ts'
import { requestsBefore } from '../store/runs/requests-before-run.ts'
import type { Run } from '../store/runs/runs.ts'
import { runPath } from '../web/pages/run/run-path.ts'

export async function beginningOf(
  { store, config }: Pick<Service, 'store' | 'config'>,
  run: Run,
): Promise<string> {
  const url = config.http.publicUrl + runPath(run.on24ClientId, run)
  return `Began ${await reasonOf(store, run)}. [Open its page](<${url}>)`
}

async function reasonOf(store: Service['store'], run: Run): Promise<string> {
  const { trigger, workflowId, on24ClientId } = run
  if (trigger === 'schedule') return 'by its Schedule'
  if (trigger === 'link') return 'as the first sync, after linking'
  if (trigger === 'backfill') return 'on request'
  if (trigger === 'compare') {
    const isWeekly = workflowId.startsWith(compareScheduleId(on24ClientId))
    return isWeekly ? 'by its weekly Schedule' : 'on request'
  }
  const requests = await requestsBefore(store, run)
  return REASONS.find(([action]) => requests.has(action))?.[1] ?? WITHOUT_REQUEST
}

/** The most exact first: a decision about rows is followed by a request for the sync that carries it out. */
const REASONS: readonly (readonly [AuditAction, string])[] = [
  ['heldApplied', 'to make held removals, as an operator decided'],
  ['retried', 'to try rejected rows again, on request'],
  ['rebuilt', 'to write a list again, on request'],
  ['resumed', 'after a resume'],
  ['relinked', 'after the account was linked again'],
  ['scheduleMade', 'because its Schedule was missing and was made again'],
  ['syncNow', 'on request'],
]

const WITHOUT_REQUEST =
  'without a request: what had stopped earlier runs is over, or somebody triggered the Schedule in Temporal'
