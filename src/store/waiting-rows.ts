/** Rows that wait for Act-On, were rejected or are held back: encrypted, one per registration. */
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Store } from './database.ts'
import type { WaitingRowTable } from './schema.ts'

export type WaitingRow = Selectable<WaitingRowTable>
export type NewWaitingRow = Insertable<WaitingRowTable>

const ROWS_PER_STATEMENT = 500
/** Pending and rejected rows hold personal data, so they are not kept for longer than this. */
const KEEP_DAYS = 90

export async function waitingRowsOf(
  store: Store,
  on24ClientId: string,
  eventId: string,
): Promise<WaitingRow[]> {
  return store
    .selectFrom('waiting_row')
    .selectAll()
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .execute()
}

/** Rows of a webinar to be delivered now, oldest registration first, at most `limit`. */
export async function pendingRows(
  store: Store,
  on24ClientId: string,
  eventId: string,
  actions: readonly WaitingRow['action'][],
  limit: number,
): Promise<WaitingRow[]> {
  return store
    .selectFrom('waiting_row')
    .selectAll()
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .where('state', '=', 'pending')
    .where('merge_job_id', 'is', null)
    .where('action', 'in', actions)
    .orderBy('registrant_id')
    .limit(limit)
    .execute()
}

export async function rowsOfJob(store: Store, mergeJobId: string): Promise<WaitingRow[]> {
  return store
    .selectFrom('waiting_row')
    .selectAll()
    .where('merge_job_id', '=', mergeJobId)
    .orderBy('registrant_id')
    .execute()
}

export async function insertWaitingRows(
  store: Store,
  rows: readonly NewWaitingRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await store
      .insertInto('waiting_row')
      .values(rows.slice(start, start + ROWS_PER_STATEMENT))
      .execute()
  }
}

/** Drops the rows of exactly these registrations: their newest content is about to be stored. */
export async function deleteWaitingRows(
  store: Store,
  on24ClientId: string,
  eventId: string,
  registrantIds: readonly string[],
): Promise<void> {
  if (registrantIds.length === 0) return
  await store
    .deleteFrom('waiting_row')
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .where(sql<boolean>`registrant_id = any(${registrantIds}::text[])`)
    .execute()
}

export async function updateWaitingRows(
  store: Store,
  on24ClientId: string,
  eventId: string,
  registrantIds: readonly string[],
  change: Partial<
    Pick<
      WaitingRow,
      | 'state'
      | 'action'
      | 'merge_job_id'
      | 'last_tried_at'
      | 'rejected_by'
      | 'rejected_field'
      | 'rejected_reason'
      | 'sealed_words'
    >
  > & { readonly triedAgain?: true },
): Promise<void> {
  if (registrantIds.length === 0) return
  const { triedAgain, ...columns } = change
  await store
    .updateTable('waiting_row')
    .set({ ...columns, ...(triedAgain ? { tries: sql`tries + 1` } : {}) })
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .where(sql<boolean>`registrant_id = any(${registrantIds}::text[])`)
    .execute()
}

/**
 * Drops rows that waited too long, and opens their webinars again so that ON24 is asked for them anew.
 * Returns how many were dropped. Only inside a transaction: rows that are gone without it are never asked for.
 */
export async function dropExpiredRows(
  store: Store,
  on24ClientId: string,
  now: Date,
): Promise<number> {
  const before = new Date(now.getTime() - KEEP_DAYS * 24 * 60 * 60 * 1000)
  const dropped = await store
    .deleteFrom('waiting_row')
    .where('on24_client_id', '=', on24ClientId)
    .where('first_seen_at', '<', before)
    .returning('event_id')
    .execute()
  const eventIds = [...new Set(dropped.map((row) => row.event_id))]
  if (eventIds.length > 0) {
    await store
      .updateTable('webinar')
      .set({ last_read_started_at: null })
      .where('on24_client_id', '=', on24ClientId)
      .where('event_id', 'in', eventIds)
      .execute()
  }
  return dropped.length
}
