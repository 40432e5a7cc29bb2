/** What the store knows of a webinar's rows, in the words of the decision. */
import type { RegistrationRow } from '../store/registrations.ts'
import type { WaitingRow } from '../store/waiting-rows.ts'
import type { KnownRows, WrittenRow } from './decide.ts'

/** Hashes that nothing has: the row may be in the list, but nobody knows with which content. */
const UNCONFIRMED = { registrationHash: '', activityHash: '' }

export function knownRows(
  registrations: readonly RegistrationRow[],
  waiting: readonly WaitingRow[],
): KnownRows {
  const written = new Map(registrations.map((row) => [row.registrant_id, writtenRow(row)]))
  for (const row of waiting) {
    if (row.last_tried_at === null || row.state === 'rejected') continue
    written.set(row.registrant_id, eitherOf(written.get(row.registrant_id), writtenRow(row)))
  }
  const rejected = waiting.filter((row) => row.state === 'rejected' && row.rejected_by === 'actOn')
  return {
    written,
    rejected: new Map(rejected.map((row) => [row.registrant_id, writtenRow(row)])),
  }
}

/**
 * Sent without an answer: what was confirmed before may stand in the list still, or what was sent since. So
 * neither is taken for unchanged when ON24 goes back to what it said before.
 */
function eitherOf(confirmed: WrittenRow | undefined, sent: WrittenRow): WrittenRow {
  return {
    ...(confirmed ?? sent),
    ...UNCONFIRMED,
    cellsMask: (confirmed?.cellsMask ?? 0) | sent.cellsMask,
    attended: confirmed?.attended === true || sent.attended,
  }
}

function writtenRow(row: RegistrationRow | WaitingRow): WrittenRow {
  return {
    registrantId: row.registrant_id,
    addressHash: row.address_hash,
    registrationHash: row.registration_hash,
    activityHash: row.activity_hash,
    cellsMask: row.cells_mask,
    attended: row.attended,
  }
}
