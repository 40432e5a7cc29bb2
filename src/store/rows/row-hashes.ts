/** Hashes and marks of a row's content: of one that waits, was sent, or may stand in the list. */
import type { RegistrationRow } from './registrations.ts'
import type { WaitingRow } from './waiting-rows.ts'

export interface RowHashes {
  readonly registrantId: string
  readonly addressHash: string
  readonly registrationHash: string
  readonly activityHash: string
  readonly cellsMask: number
  readonly attended: boolean
}

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
