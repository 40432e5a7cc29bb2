/** A row as it was sent: what Act-On holds once it has confirmed it. */
import { sql } from 'kysely'
import type { WaitingRow } from './waiting-rows.ts'

export interface SentRow {
  readonly registrantId: string
  readonly addressHash: string
  readonly registrationHash: string
  readonly activityHash: string
  readonly cellsMask: number
  readonly attended: boolean
}

export function sentRow(row: WaitingRow): SentRow {
  return {
    registrantId: row.registrant_id,
    addressHash: row.address_hash,
    registrationHash: row.registration_hash,
    activityHash: row.activity_hash,
    cellsMask: row.cells_mask,
    attended: row.attended,
  }
}

/** The rows as a table named `sent`, in SQL. */
export function asTable(rows: readonly SentRow[]) {
  const of = <Key extends keyof SentRow>(key: Key) => rows.map((row) => row[key])
  return sql`unnest(
    ${of('registrantId')}::text[], ${of('addressHash')}::text[], ${of('registrationHash')}::text[],
    ${of('activityHash')}::text[], ${of('cellsMask')}::integer[], ${of('attended')}::boolean[]
  ) as sent (registrant_id, address_hash, registration_hash, activity_hash, cells_mask, attended)`
}

/**
 * Of a waiting row, in SQL: its content is still one of those that were sent. Not a join: right after thousands of rows
 * were stored PostgreSQL has no statistics of them, and compares each with each.
 */
export function isStillAsSent(rows: readonly SentRow[]) {
  const registrantIds = rows.map((row) => row.registrantId)
  const contents = rows.map((row) =>
    [row.registrantId, row.addressHash, row.registrationHash, row.activityHash].join('/'),
  )
  return sql<boolean>`
    registrant_id = any(${registrantIds}::text[]) and action <> 'remove'
    and concat_ws('/', registrant_id, address_hash, registration_hash, activity_hash)
      = any(${contents}::text[])`
}
