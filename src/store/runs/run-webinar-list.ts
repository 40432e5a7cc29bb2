/** The webinars of a run as operators see them, page by page, each with its part of the ledger. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { RunWebinar } from '../../api/run-details.ts'
import type { Ledger, ReadState } from '../../contracts/run.ts'
import type { Store } from '../database.ts'
import { WHY_NOT_WRITTEN } from './list-answers.ts'
import { ANY, type Page, pageFrom, type PageRequest, readCursor } from '../page-cursor.ts'

export interface RunWebinarListRequest extends PageRequest {
  readonly state?: ReadState
  readonly waiting?: boolean
  readonly rejected?: boolean
}

const Cursor = z.tuple([z.string()])

interface Row extends Ledger {
  readonly eventId: string
  readonly title: string | null
  readonly readState: ReadState
  readonly readFailure: string | null
  readonly delivered: boolean
  readonly refusal: string | null
  readonly takenOver: number
}

/** By event id. Throws CursorUnknown. */
export async function listRunWebinars(
  store: Store,
  runKey: string,
  { state, waiting, rejected, limit, cursor }: RunWebinarListRequest,
): Promise<Page<RunWebinar>> {
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const conditions = [
    state === undefined ? ANY : sql`read_state = ${state}`,
    waiting === undefined ? ANY : sql`(pending > 0) = ${waiting}`,
    rejected === undefined ? ANY : sql`(rejected > 0) = ${rejected}`,
    last === null ? ANY : sql`run_webinar.event_id > ${last[0]}`,
  ]
  const { rows } = await sql<Row>`
    select run_webinar.event_id as "eventId", title, read_state as "readState",
      read_failure as "readFailure", delivery_state = 'done' as delivered,
      ${WHY_NOT_WRITTEN} as refusal, read, carried_over as "carriedOver", created, updated,
      unchanged, removed, filtered, rejected, pending,
      (left_pending + left_rejected)::float8 as "takenOver"
    from run_webinar
    join run using (run_key)
    left join webinar
      on webinar.on24_client_id = run.on24_client_id and webinar.event_id = run_webinar.event_id
    cross join lateral (
      select
        (left_pending + count(*) filter (where state <> 'rejected'))::float8 as pending,
        (left_rejected + count(*) filter (where state = 'rejected'))::float8 as rejected
      from waiting_row
      where waiting_row.on24_client_id = run.on24_client_id
        and waiting_row.event_id = run_webinar.event_id and waiting_row.run_key = run.run_key
    ) as kept_back
    where run_webinar.run_key = ${runKey} and ${sql.join(conditions, sql` and `)}
    order by run_webinar.event_id limit ${limit + 1}
  `.execute(store)
  const page = pageFrom(rows, limit, (row) => [row.eventId])
  return { items: page.items.map(viewOf), nextCursor: page.nextCursor }
}

function viewOf(row: Row): RunWebinar {
  const { eventId, title, readState, readFailure, delivered, refusal, takenOver, ...rest } = row
  const { filtered, ...counts } = rest
  return {
    eventId,
    title,
    state: readState,
    failure: readFailure,
    delivered,
    refusal,
    takenOver,
    ledger: { ...counts, filtered: { ...filtered } },
  }
}
