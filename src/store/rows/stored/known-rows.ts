/** What the store knows of a webinar's rows, in the words of the decision. */
import type { RegistrationRow } from './registrations.ts'
import type { WaitingRow } from './waiting-rows.ts'
import { hashesOf } from './row-hashes.ts'
import type { KnownRows, WrittenRow } from '../../../reading/decide.ts'

/** Hashes that nothing has: the row may be in the list, but nobody knows with which content. */
const UNCONFIRMED = { registrationHash: '', activityHash: '' }

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
 * After an unanswered send the list may hold what was confirmed before, or what was sent since. So neither is taken
 * for unchanged when ON24 goes back to what it said before.
 */
function writtenRow(row: RegistrationRow): WrittenRow {
  const isSettled = row.unansweredSends === 0
  return {
    ...hashesOf(row),
    ...(isSettled ? {} : UNCONFIRMED),
    maybeAtAddressHash: row.sentAddressHash,
    cellsMask: row.cellsMask | row.sentCellsMask,
    attended: row.attended || row.sentAttended,
    keptDespite: row.keptDespite,
  }
}
