import type { BackfillRequest } from '../../../contracts/operations.ts'
import { html, type Html } from '../../html.ts'
import { isBeingCancelled, type Run } from '../../../api/run.ts'

/** The page on which an operator confirms that a backfill is cancelled. */
export function cancelBackfillPath(
  on24ClientId: string,
  { from, to, dryRun }: BackfillRequest,
): string {
  const path = `/accounts/${on24ClientId}/backfills/${from}..${to}/cancel`
  return dryRun ? `${path}?dryRun=true` : path
}

/** Empty unless the run is a backfill that goes on, and that nobody has cancelled. */
export function cancelBackfillLink(on24ClientId: string, run: Run): Html {
  const { backfill, finishedAt, runId } = run
  if (backfill === null || finishedAt !== null || isBeingCancelled(run)) return ''
  const path = cancelBackfillPath(on24ClientId, backfill)
  return html`<a class="elsewhere" id="cancel-${runId}" href="${path}">Cancel this backfill</a>`
}
