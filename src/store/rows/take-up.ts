/**
 * Waiting rows pass from one run to another. The run that has a row counts it, and a run that loses rows counts them by
 * the state they had then. So the ledgers of both runs add up, even while both are active. All of this happens in
 * transactions that have locked the webinar: see `lockWebinar`.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Store } from '../database.ts'

export interface WebinarPlace {
  readonly on24ClientId: string
  readonly eventId: string
}

/** `run_key` of a row that belongs to no run. */
export const NO_RUN = ''

interface LeavingRows {
  readonly runKey: string
  readonly pending: number
  readonly rejected: number
}

const WAITS = sql`state in ('pending', 'held')`

/**
 * Takes up the waiting rows of a webinar, or those that match `which`: from now on this run counts them. The webinar
 * need not be on its work list.
 */
export async function takeUpRows(
  tx: Store,
  runKey: string,
  place: WebinarPlace,
  which: RawBuilder<unknown> = WAITS,
): Promise<void> {
  const left = await bookLeavingRows(tx, runKey, place, which)
  const taken = left.reduce((sum, { pending, rejected }) => sum + pending + rejected, 0)
  if (taken === 0) return
  await sql`
    update waiting_row set run_key = ${runKey}
    where ${rowsOf(place)} and run_key <> ${runKey} and ${which}
  `.execute(tx)
  await tx
    .insertInto('runWebinar')
    .values({
      runKey,
      eventId: place.eventId,
      readState: 'notRead',
      deliveryState: 'done',
      filtered: '{}',
      carriedOver: taken,
    })
    .onConflict((conflict) =>
      conflict.columns(['runKey', 'eventId']).doUpdateSet({
        carriedOver: sql`run_webinar.carried_over + ${taken}`,
      }),
    )
    .execute()
}

/** Whether `takeUpRows` would take any. Asked first, because most webinars have no rows of other runs. */
export async function hasRowsToTakeUp(
  store: Store,
  runKey: string,
  place: WebinarPlace,
): Promise<boolean> {
  const { rows } = await sql`
    select from waiting_row where ${rowsOf(place)} and run_key <> ${runKey} and ${WAITS} limit 1
  `.execute(store)
  return rows.length > 0
}

/**
 * Counts rows of other runs for those runs. Call it before rows that match `which` are replaced, dropped or taken up.
 */
export async function bookLeavingRows(
  tx: Store,
  runKey: string,
  place: WebinarPlace,
  which: RawBuilder<unknown>,
): Promise<readonly LeavingRows[]> {
  const { rows } = await sql<LeavingRows>`
    select run_key, count(*) filter (where state <> 'rejected')::float8 as pending,
      count(*) filter (where state = 'rejected')::float8 as rejected
    from waiting_row where ${rowsOf(place)} and run_key <> ${runKey} and ${which}
    group by run_key order by run_key
  `.execute(tx)
  for (const left of rows) await bookLeavingRowsOf(tx, place.eventId, left)
  return rows
}

async function bookLeavingRowsOf(tx: Store, eventId: string, left: LeavingRows): Promise<void> {
  await tx
    .updateTable('runWebinar')
    .set({
      leftPending: sql`left_pending + ${left.pending}`,
      leftRejected: sql`left_rejected + ${left.rejected}`,
    })
    .where('runKey', '=', left.runKey)
    .where('eventId', '=', eventId)
    .execute()
}

function rowsOf({ on24ClientId, eventId }: WebinarPlace) {
  return sql`on24_client_id = ${on24ClientId} and event_id = ${eventId}`
}
