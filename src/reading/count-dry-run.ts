/** What a run would count for one webinar, without writing anything. Pure. */
import type { Ledger } from '../contracts/run.ts'
import type { KnownRows } from './decide.ts'
import { countsOf, type ReadOutcome } from './read-counts.ts'
import { tooManyRemovals } from './removal-guard.ts'
import type { RowHashes } from './row-hashes.ts'

/** A row that was already waiting for Act-On. */
export interface RowThatWaits extends Pick<RowHashes, 'registrantId' | 'addressHash'> {
  readonly action: 'upsert' | 'move' | 'remove'
  readonly state: 'pending' | 'rejected' | 'held'
}

/**
 * From the store alone: rows that Act-On would refuse, or that a user has added to the list, are not taken into
 * account. `contacts`: how many rows of the list are confirmed.
 */
export function countDryRun(
  { decisions, unreadable }: ReadOutcome,
  known: KnownRows,
  waiting: readonly RowThatWaits[],
  contacts: number,
): Ledger {
  const readIds = new Set(decisions.map(({ registrantId }) => registrantId))
  const carried = waiting.filter(
    (row) => row.state !== 'rejected' && !readIds.has(row.registrantId),
  )
  const held = new Set(
    waiting.flatMap((row) =>
      row.state === 'held' && row.action === 'remove' ? [row.registrantId] : [],
    ),
  )
  const toRemove = [
    ...decisions.flatMap((one) => (one.bucket === 'remove' ? [one.registrantId] : [])),
    ...carried.flatMap((row) => (row.action === 'remove' ? [row.registrantId] : [])),
  ]
  const isHeldBack = tooManyRemovals(toRemove.length, contacts)
  const removed = isHeldBack ? 0 : toRemove.filter((id) => !held.has(id)).length

  const addresses = new Set([...known.written.values()].map((row) => row.addressHash))
  const sent = [
    ...decisions.flatMap((one) => (one.bucket === 'send' ? [one.row] : [])),
    ...carried.flatMap((row) =>
      row.action === 'remove' ? [] : [{ action: row.action, addressHash: row.addressHash }],
    ),
  ]
  const updated = sent.filter(
    ({ action, addressHash }) => action === 'move' || addresses.has(addressHash),
  ).length

  return {
    ...countsOf({ decisions, unreadable }),
    carriedOver: carried.length,
    created: sent.length - updated,
    updated,
    removed,
    rejected: decisions.filter(
      ({ bucket }) => bucket === 'rejectedAgain' || bucket === 'unwritable',
    ).length,
    pending: toRemove.length - removed,
  }
}
