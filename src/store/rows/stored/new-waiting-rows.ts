/** Makes the waiting rows of one webinar from its decisions, sealed for their account. */
import type { AccountCipher } from '../../../crypto/account-cipher.ts'
import type { Decision } from '../../../reading/decide.ts'
import { NO_HASH } from '../../../reading/row-hashes.ts'
import type { WebinarPeople } from '../../../reading/webinar-people.ts'
import { sealRow } from './row-content.ts'
import type { NewWaitingRow, WaitingRow } from './waiting-rows.ts'

export interface ReadToSave {
  readonly on24ClientId: string
  readonly eventId: string
  readonly runKey: string
  readonly people: WebinarPeople
  readonly readStartedAt: Date
  /** The current time. */
  readonly storedAt: Date
  /** ISO 8601 UTC; null if nobody was ever active. */
  readonly latestActivityAt: string | null
  /** IANA: the account's time zone. A list that was created with another one keeps that. */
  readonly timeZone: string
  readonly cancelledRegistrants: 'keep' | 'remove'
}

/** One for each registration that is to be written or removed, or cannot be written. `waiting`: the rows until now. */
export function newWaitingRows(
  decisions: readonly Decision[],
  waiting: readonly WaitingRow[],
  read: ReadToSave,
  cipher: AccountCipher,
): NewWaitingRow[] {
  const before = new Map(waiting.map((row) => [row.registrantId, row]))
  return decisions.flatMap((decision) => {
    const row = newWaitingRow(decision, before.get(decision.registrantId), read, cipher)
    return row === null ? [] : [row]
  })
}

const NOTHING_WRITTEN = {
  addressHash: NO_HASH,
  registrationHash: NO_HASH,
  activityHash: NO_HASH,
  cellsMask: 0,
  attended: false,
}

function newWaitingRow(
  decision: Decision,
  before: WaitingRow | undefined,
  read: ReadToSave,
  cipher: AccountCipher,
): NewWaitingRow | null {
  const { on24ClientId, eventId, runKey, readStartedAt } = read
  const { registrantId } = decision
  const place = {
    on24ClientId,
    eventId,
    registrantId,
    runKey,
    readStartedAt,
    firstSeenAt: readStartedAt,
  }
  switch (decision.bucket) {
    case 'unchanged':
    case 'filtered':
      return null
    case 'rejectedAgain':
      // Its content is unchanged, so it keeps its age, its tries and Act-On's words.
      return before === undefined ? null : { ...before, runKey, readStartedAt }
    case 'unwritable':
      return {
        ...place,
        ...NOTHING_WRITTEN,
        action: 'upsert',
        state: 'rejected',
        rejectedBy: 'mapping',
        rejectedField: decision.field,
        rejectedReason: decision.reason,
        firstSeenAt: before?.rejectedBy === 'mapping' ? before.firstSeenAt : readStartedAt,
      }
    case 'remove':
      return {
        ...place,
        action: 'remove',
        state: before?.action === 'remove' && before.state === 'held' ? 'held' : 'pending',
        addressHash: decision.written.addressHash,
        registrationHash: NO_HASH,
        activityHash: NO_HASH,
        cellsMask: decision.written.cellsMask,
        attended: decision.written.attended,
        removalReason: decision.reason,
        firstSeenAt: before?.action === 'remove' ? before.firstSeenAt : readStartedAt,
        tries: before?.action === 'remove' ? before.tries : 0,
        lastTriedAt: before?.action === 'remove' ? before.lastTriedAt : null,
        removalDecided: before?.action === 'remove' && before.removalDecided,
      }
    case 'send': {
      const { row } = decision
      const same =
        before?.addressHash === row.addressHash &&
        before.registrationHash === row.registrationHash &&
        before.activityHash === row.activityHash
      return {
        ...place,
        // Until a move is confirmed, the row may still be at the old address.
        action: before?.action === 'move' ? 'move' : row.action,
        state: 'pending',
        sealed: sealRow(cipher, eventId, row),
        clears: row.clear.length > 0,
        addressHash: row.addressHash,
        registrationHash: row.registrationHash,
        activityHash: row.activityHash,
        cellsMask: row.cellsMask,
        attended: row.attended,
        // Once sent without an answer, a row that was never confirmed does not show any more that all of it is new.
        changed: same ? before.changed | row.changed : row.changed,
        earlierAddressHash: row.earlierAddressHash,
        firstSeenAt: same ? before.firstSeenAt : readStartedAt,
        tries: same ? before.tries : 0,
        // A merge under way delivers a row that was read again unchanged.
        mergeJobId: same ? before.mergeJobId : null,
        lastTriedAt: same ? before.lastTriedAt : null,
        refusedInRun: same ? before.refusedInRun : null,
        refusedReason: same ? before.refusedReason : null,
        timedOut: before?.timedOut ?? false,
      }
    }
  }
}
