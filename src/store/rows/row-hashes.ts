/** Hashes and marks of a stored row: of one that waits, was sent, or may stand in the list. */
import type { RowHashes } from '../../reading/row-hashes.ts'
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
