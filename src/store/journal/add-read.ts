/** Adds to the journal what a read of a webinar ended: replaced rows, and registrations that are not written. */
import type { Decision } from '../../reading/decide.ts'
import type { Store } from '../database.ts'
import { type NewWaitingRow, registrantIdIn, type WaitingRow } from '../rows/stored/waiting-rows.ts'
import type { WebinarPlace } from '../rows/take-up.ts'
import {
  addEndOfRows,
  addUnwritten,
  forgetAddresses,
  type UnwrittenRegistration,
} from './add-entries.ts'

export interface StoredRead {
  readonly decisions: readonly Decision[]
  /** The waiting rows before the read, and those that it makes. */
  readonly before: readonly WaitingRow[]
  readonly after: readonly NewWaitingRow[]
  /** When the read began. */
  readonly at: Date
}

/** Call it before the rows are replaced. */
export async function addRead(
  tx: Store,
  place: WebinarPlace,
  { decisions, before, after, at }: StoredRead,
): Promise<void> {
  const wasRead = new Set(decisions.map(({ registrantId }) => registrantId))
  const afterById = new Map(after.map((row) => [row.registrantId, row]))
  const replaced = before.filter(
    (row) => wasRead.has(row.registrantId) && !isSame(row, afterById.get(row.registrantId)),
  )
  if (replaced.length > 0) {
    const ids = replaced.map(({ registrantId }) => registrantId)
    await addEndOfRows(tx, place, registrantIdIn(ids), { outcome: 'replaced', at })
  }
  await addUnwritten(tx, place, decisions.flatMap(unwritten), at)
  await forgetAddresses(tx, place, decisions.flatMap(forgotten))
}

function isSame(row: WaitingRow, next: NewWaitingRow | undefined): boolean {
  return (
    next !== undefined &&
    row.addressHash === next.addressHash &&
    row.registrationHash === next.registrationHash &&
    row.activityHash === next.activityHash &&
    (row.action === 'remove') === (next.action === 'remove') &&
    (row.state === 'rejected') === (next.state === 'rejected') &&
    row.rejectedReason === (next.rejectedReason ?? null)
  )
}

function unwritten(decision: Decision): UnwrittenRegistration[] {
  const { bucket, registrantId } = decision
  if (bucket === 'filtered') {
    const { reason, addressHash } = decision
    return [{ registrantId, outcome: 'leftOut', reason, addressHash }]
  }
  if (bucket === 'unchanged' && decision.isCancelled) {
    return [{ registrantId, outcome: 'kept', reason: 'cancelled', addressHash: null }]
  }
  return []
}

function forgotten(decision: Decision): string[] {
  const { bucket, registrantId } = decision
  const isGone = bucket === 'filtered' || bucket === 'remove'
  return isGone && decision.reason === 'forgotten' ? [registrantId] : []
}
