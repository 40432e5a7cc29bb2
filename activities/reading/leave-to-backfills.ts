/**
 * A backfill never blocks a six-hourly run: once only webinars are left that a backfill works on, the run leaves them
 * to it.
 */
import { log } from '@temporalio/activity'
import type { RunReference } from '../../src/contracts/sync-activities.ts'
import { webinarsLeasedByBackfills } from '../../src/store/runs/backfills.ts'
import { releaseWebinars } from '../../src/store/runs/run-webinars.ts'
import { webinarsToRead } from '../../src/store/runs/work-list.ts'
import { takeUpRows } from '../../src/store/rows/take-up.ts'
import { lockWebinar } from '../../src/store/webinars/webinars.ts'
import type { Service } from '../../src/service.ts'
import { deliverableNow } from '../run/run-progress.ts'
import { inTransaction } from '../../src/store/database.ts'

/**
 * Does nothing for a backfill, which waits instead, nor while the run has other work.
 *
 * Nothing is lost, although the cursor moves. Discovery has stored the latest activity of each webinar, and a webinar
 * stays open until one of its reads was started `SETTLE_HOURS` after that: the next run reads it again unless the
 * backfill's read was late enough. Waiting rows pass to the backfill, which delivers the webinar next.
 */
export async function leaveToBackfills(context: Service, run: RunReference): Promise<void> {
  const { store } = context
  const { on24ClientId, runKey, kind } = run
  if (kind !== 'sync') return
  const left = [...(await webinarsToRead(store, runKey)), ...(await deliverableNow(context, run))]
  const held = await webinarsLeasedByBackfills(store, on24ClientId, left)
  if (held.size === 0 || held.size < new Set(left).size) return
  const eventIds = [...held.keys()].toSorted()
  await inTransaction(store, async (tx) => {
    for (const eventId of eventIds) {
      await lockWebinar(tx, on24ClientId, eventId)
      await takeUpRows(tx, held.get(eventId) ?? runKey, { on24ClientId, eventId })
    }
    await releaseWebinars(tx, runKey, eventIds)
  })
  log.info('Webinars were left to the backfill that works on them', { on24ClientId, eventIds })
}
