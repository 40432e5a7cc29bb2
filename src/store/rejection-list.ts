/** Rejected rows as operators see them, page by page: where they are and what is wrong, never what they hold. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Rejection } from '../api-contract/rejection.ts'
import type { Store } from './database.ts'
import { ANY, type Page, pageFrom, type PageRequest, readCursor } from './page-cursor.ts'

export interface RejectionListRequest extends PageRequest {
  readonly eventId?: string
}

const Cursor = z.tuple([z.string(), z.string()])

const MOST_ON_A_PAGE = 500

/** All of them, in the same order, page by page. */
export async function* allRejections(
  store: Store,
  on24ClientId: string,
  filter: Pick<RejectionListRequest, 'eventId'>,
): AsyncGenerator<Rejection> {
  let cursor: string | null | undefined
  while (cursor !== null) {
    const request: RejectionListRequest = { ...filter, limit: MOST_ON_A_PAGE }
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
  { eventId, limit, cursor }: RejectionListRequest,
): Promise<Page<Rejection>> {
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const rows = await store
    .selectFrom('waiting_row')
    .select([
      'event_id',
      'registrant_id',
      'rejected_field',
      'rejected_reason',
      'rejected_by',
      'tries',
      'first_seen_at',
      'last_tried_at',
      'read_started_at',
    ])
    .where('on24_client_id', '=', on24ClientId)
    .where('state', '=', 'rejected')
    .where(eventId === undefined ? ANY : sql<boolean>`event_id = ${eventId}`)
    .where(last === null ? ANY : sql<boolean>`(event_id, registrant_id) > (${last[0]}, ${last[1]})`)
    .orderBy('event_id')
    .orderBy('registrant_id')
    .limit(limit + 1)
    .execute()
  const page = pageFrom(rows, limit, (row) => [row.event_id, row.registrant_id])
  const items = page.items.map((row) => ({
    on24RegistrantId: row.registrant_id,
    eventId: row.event_id,
    field: row.rejected_field,
    reason: row.rejected_reason ?? 'Act-On gave no reason.',
    source: row.rejected_by ?? 'actOn',
    firstSeenAt: row.first_seen_at.toISOString(),
    // What the mapping refuses is never sent: each read tries it again.
    lastTriedAt: (row.last_tried_at ?? row.read_started_at).toISOString(),
    tries: row.tries,
  }))
  return { items, nextCursor: page.nextCursor }
}
