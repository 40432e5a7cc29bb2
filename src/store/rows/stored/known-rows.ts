/** Converts what the store knows about a webinar's rows into the input of `decideWebinar`. */
import type { RegistrationRow } from './registrations.ts'
import type { WaitingRow } from './waiting-rows.ts'
import { hashesOf } from './row-hashes.ts'
import type { KnownRows, WrittenRow } from '../../../reading/decide.ts'

export function knownRows(
  registrations: readonly RegistrationRow[],
  waiting: readonly WaitingRow[],
): KnownRows {
  const rejected = waiting.filter((row) => row.state === 'rejected' && row.rejectedBy === 'actOn')
  return {
    written: new Map(registrations.map((row) => [row.registrantId, writtenRow(row)])),
    rejected: new Map(rejected.map((row) => [row.registrantId, hashesOf(row)])),
  }
}

/**
 * After an unanswered send the list may hold the confirmed content or the sent content. So the row never counts as
 * unchanged, even if ON24 returns to the confirmed content.
 */
function writtenRow(row: RegistrationRow): WrittenRow {
  const isAsConfirmed = row.unansweredSends === 0 && row.rewriteReason === null
  return {
    ...hashesOf(row),
    ...(!isAsConfirmed && { isUncertain: true }),
    maybeAtAddressHash: row.sentAddressHash,
    cellsMask: row.cellsMask | (row.sentCellsMask ?? 0),
    attended: row.attended || row.sentAttended === true,
    keptDespite: row.keptDespite,
  }
}
