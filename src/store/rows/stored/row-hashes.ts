/** Hashes and flags of a stored row, waiting or registered. */
import { sql } from 'kysely'
import type { RowHashes } from '../../../reading/row-hashes.ts'
import type { RegistrationRow } from './registrations.ts'
import type { WaitingRow } from './waiting-rows.ts'

export function hashesOf(row: RegistrationRow | WaitingRow): RowHashes {
  return {
    registrantId: row.registrantId,
    addressHash: row.addressHash,
    registrationHash: row.registrationHash,
    activityHash: row.activityHash,
    cellsMask: row.cellsMask,
    attended: row.attended,
  }
}

/** SQL: the rows as a table named `sent`. */
export function sentRowsTable(rows: readonly RowHashes[]) {
  const of = <Key extends keyof RowHashes>(key: Key) => rows.map((row) => row[key])
  return sql`unnest(
    ${of('registrantId')}::text[], ${of('addressHash')}::bigint[], ${of('registrationHash')}::bigint[],
    ${of('activityHash')}::bigint[], ${of('cellsMask')}::integer[], ${of('attended')}::boolean[]
  ) as sent (registrant_id, address_hash, registration_hash, activity_hash, cells_mask, attended)`
}

/**
 * SQL condition on a waiting row: its content is the same as that of one of these sent rows. Not a join: right after
 * thousands of rows were stored, PostgreSQL has no statistics for them and would compare every row with every other.
 */
export function isUnchangedSinceSend(rows: readonly RowHashes[]) {
  const registrantIds = rows.map((row) => row.registrantId)
  const contents = rows.map((row) =>
    [row.registrantId, row.addressHash, row.registrationHash, row.activityHash].join('/'),
  )
  return sql<boolean>`
    registrant_id = any(${registrantIds}::text[]) and action <> 'remove'
    and concat_ws('/', registrant_id, address_hash, registration_hash, activity_hash)
      = any(${contents}::text[])`
}
