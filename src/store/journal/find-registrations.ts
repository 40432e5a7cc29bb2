/** Finds the registrations of one person in an account, in the tables that know them. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Store } from '../database.ts'
import { ANY, type Page, pageFrom, type PageRequest, readCursor } from '../page-cursor.ts'

export type Person = { readonly registrantId: string } | { readonly addressHash: string }

export interface RegistrationRequest extends PageRequest {
  /** Left out: in all webinars. */
  readonly eventId?: string
}

export interface RegistrationKey {
  readonly eventId: string
  readonly registrantId: string
}

const Cursor = z.tuple([z.string(), z.string()])

/**
 * By webinar and registration. By address it also finds registrations that had it earlier, or that share it and are left
 * out, but nobody who is forgotten in ON24. Throws CursorUnknown.
 */
export async function findRegistrations(
  store: Store,
  on24ClientId: string,
  person: Person,
  { eventId, limit, cursor }: RegistrationRequest,
): Promise<Page<RegistrationKey>> {
  const last = cursor === undefined ? null : readCursor(Cursor, cursor)
  const inWebinars =
    eventId === undefined
      ? sql`event_id in (select event_id from webinar where on24_client_id = ${on24ClientId})`
      : sql`event_id = ${eventId}`
  const place = sql`on24_client_id = ${on24ClientId} and ${inWebinars}`
  const found =
    'registrantId' in person
      ? withRegistrantId(place, person.registrantId)
      : withAddress(place, person.addressHash)
  const { rows } = await sql<RegistrationKey>`
    select event_id as "eventId", registrant_id as "registrantId" from (${found}) as found
    where ${last === null ? ANY : sql`(event_id, registrant_id) > (${last[0]}, ${last[1]})`}
    order by event_id, registrant_id limit ${limit + 1}
  `.execute(store)
  return pageFrom(rows, limit, (row) => [row.eventId, row.registrantId])
}

type Sql = ReturnType<typeof sql>

/** The tables of waiting rows, registrations, entries and receipts have the same names for these columns. */
const TABLES = ['registration', 'waiting_row', 'journal_entry', 'removal_receipt'] as const

function withRegistrantId(place: Sql, registrantId: string): Sql {
  const selects = TABLES.map(
    (table) => sql`
      select event_id, registrant_id from ${sql.table(table)}
      where ${place} and registrant_id = ${registrantId}`,
  )
  return sql.join(selects, sql` union `)
}

function withAddress(place: Sql, addressHash: string): Sql {
  const selects = (['registration', 'waiting_row', 'journal_entry'] as const).map(
    (table) => sql`
      select on24_client_id, event_id, registrant_id from ${sql.table(table)}
      where ${place} and address_hash = ${addressHash}`,
  )
  return sql`
    select event_id, registrant_id from (${sql.join(selects, sql` union `)}) as person
    where not exists (
      select from registration as written
      where ${isOf('written')} and (forgotten_at is not null or kept_despite = 'forgotten')
    ) and not exists (
      select from waiting_row as waiting
      where ${isOf('waiting')} and removal_reason = 'forgotten'
    )`
}

function isOf(table: 'written' | 'waiting'): Sql {
  const columns = ['on24_client_id', 'event_id', 'registrant_id']
  const equal = columns.map(
    (column) => sql`${sql.ref(`${table}.${column}`)} = ${sql.ref(`person.${column}`)}`,
  )
  return sql.join(equal, sql` and `)
}
