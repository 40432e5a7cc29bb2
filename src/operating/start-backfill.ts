/** Starts a backfill, or joins a running one of the same range. It waits while the account is paused. */
import type { BackfillRequest } from '../contracts/operations.ts'
import { done, type OperatingParts, type Outcome, unchanged } from './outcome.ts'

export async function startBackfill(
  { backfills }: OperatingParts,
  on24ClientId: string,
  { from, to, dryRun }: BackfillRequest,
  auditId: string,
): Promise<Outcome> {
  const { workflowId, isNew } = await backfills.start(on24ClientId, { from, to, dryRun }, auditId)
  return isNew
    ? done(`Started as ${workflowId}.`)
    : unchanged(`${workflowId} is already running: joined.`)
}
