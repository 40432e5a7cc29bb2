/** Starts a backfill of the account, or joins the one of the same range. One of a paused account waits for its resume. */
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
    : unchanged(`${workflowId} is at work already: joined.`)
}
