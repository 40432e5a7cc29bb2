/** Rejected rows as operators see them, page by page: where they are and what is wrong, never their content. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Rejection, REJECTED_BY } from '../../../api/rejection.ts'
import type { Store } from '../../database.ts'
import { ANY, type Page, pageFrom, type PageRequest, readCursor } from '../../page-cursor.ts'

export interface RejectionListRequest extends PageRequest {
  readonly eventId?: string
  readonly source?: (typeof REJECTED_BY)[number]
}

export type RejectionFilter = Pick<RejectionListRequest, 'eventId' | 'source'>

const Cursor = z.tuple([z.string(), z.string()])

export const NO_REASON = 'Act-On gave no reason.'

const ROWS_PER_PAGE = 500

/** All rejected rows, in the order of `listRejections`, fetched page by page. */
export async function* allRejections(
  store: Store,
  on24ClientId: string,
  filter: RejectionFilter,
): AsyncGenerator<Rejection> {
  let cursor: string | null | undefined
  while (cursor !== null) {
    const request: RejectionListRequest = { ...filter, limit: ROWS_PER_PAGE }
    const page = await listRejections(
      store,
      on24ClientId,
      cursor === undefined ? request : { ...request, cursor },
    )
    yield* page.items
    cursor = page.nextCursor
  }
}

/** By webinar and registration. Throws CursorUnknown. */
export async function listRejections(
  store: Store,
  on24ClientId: string,
  { eventId, source, limit, cursor }: RejectionListRequest,
): Promise<Page<Rejection>> {
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const rows = await store
    .selectFrom('waitingRow')
    .select([
      'eventId',
      'registrantId',
      'rejectedField',
      'rejectedReason',
      'rejectedBy',
      'tries',
      'firstSeenAt',
      'lastTriedAt',
      'readStartedAt',
    ])
    .where('on24ClientId', '=', on24ClientId)
    .where('state', '=', 'rejected')
    .where(eventId === undefined ? ANY : sql<boolean>`event_id = ${eventId}`)
    .where(source === undefined ? ANY : sql<boolean>`coalesce(rejected_by, 'actOn') = ${source}`)
    .where(last === null ? ANY : sql<boolean>`(event_id, registrant_id) > (${last[0]}, ${last[1]})`)
    .orderBy('eventId')
    .orderBy('registrantId')
    .limit(limit + 1)
    .execute()
  const page = pageFrom(rows, limit, (row) => [row.eventId, row.registrantId])
  const items = page.items.map((row) => ({
    on24RegistrantId: row.registrantId,
    eventId: row.eventId,
    field: row.rejectedField,
    reason: row.rejectedReason ?? NO_REASON,
    source: row.rejectedBy ?? 'actOn',
    firstSeenAt: row.firstSeenAt.toISOString(),
    // A row that the mapping rejects is never sent: each read tries it again.
    lastTriedAt: (row.lastTriedAt ?? row.readStartedAt).toISOString(),
    tries: row.tries,
  }))
  return { items, nextCursor: page.nextCursor }
}

/** By ON24 client id; accounts without rejected rows are left out. */
export async function countRejected(
  store: Store,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await store
    .selectFrom('waitingRow')
    .select(['on24ClientId as id', sql<number>`count(*)::float8`.as('count')])
    .where(sql<boolean>`on24_client_id = any(${ids}::text[])`)
    .where('state', '=', 'rejected')
    .groupBy('on24ClientId')
    .execute()
  return new Map(rows.map(({ id, count }) => [id, count]))
}
