/**
 * Decides what to do with each registration of one webinar, from ON24's people and from hashes of what Act-On last
 * confirmed. Pure: nothing here reads, writes or waits.
 */
import { maskOfGroups } from '../contracts/journal.ts'
import type { Registrant } from '../contracts/people.ts'
import {
  activityCells,
  columnsToClear,
  maskAfter,
  registrationCells,
} from '../mapping/cell-groups.ts'
import { contactCells } from '../mapping/contact-cells.ts'
import { normalizeEmail } from '../mapping/email.ts'
import { type AddressGroups, groupByAddress, type Holder } from './address-groups.ts'
import { changedGroups, equalHashes, NO_HASH, type RowHashes } from './row-hashes.ts'
import { isForgotten } from './registration-status.ts'
import type { WebinarPeople } from './webinar-people.ts'

/** A row as Act-On holds it, or may hold it. */
export interface WrittenRow extends RowHashes {
  /** Another address where the row may be: after an unanswered move, or until that address's new owner is written. */
  readonly maybeAtAddressHash: string | null
  /** The list may hold something else than what Act-On confirmed, so the row never counts as unchanged. */
  readonly isUncertain?: true
  /** An operator decided that the row stays although ON24 reports this. */
  readonly keptDespite: RemovalReason | null
}

export type RemovalReason = 'forgotten' | 'cancelled' | 'sameAddress'
/** `unreadable`: a row for which no decision can be made. */
export type FilterReason = RemovalReason | 'noEmail' | 'invalidEmail' | 'unreadable'

export interface RowToSend extends RowHashes {
  /** `move`: the row is at another address, and is found by downloading the list. */
  readonly action: 'upsert' | 'move'
  readonly cells: readonly string[]
  /** Headings of cells that hold a value in Act-On and are empty now. */
  readonly clear: readonly string[]
  /** Mask of the groups that differ from what Act-On confirmed. A group whose content there is unknown is not in it. */
  readonly changed: number
  /** The address at which the row was confirmed, if that is another one. */
  readonly earlierAddressHash: string | null
}

export type Decision =
  | {
      readonly registrantId: string
      readonly bucket: 'unchanged'
      /** ON24 reports it as cancelled, and its row stays. */
      readonly isCancelled?: true
    }
  | { readonly registrantId: string; readonly bucket: 'rejectedAgain' }
  | {
      readonly registrantId: string
      readonly bucket: 'filtered'
      readonly reason: FilterReason
      /** Hash of the address that ON24 gives, usable or not. Null without one, or if the person is forgotten. */
      readonly addressHash: string | null
      /** The row is rewritten from another registration with the same address. */
      readonly overtaken?: true
    }
  | {
      readonly registrantId: string
      readonly bucket: 'unwritable'
      readonly field: string
      readonly reason: string
    }
  | { readonly registrantId: string; readonly bucket: 'send'; readonly row: RowToSend }
  | {
      readonly registrantId: string
      readonly bucket: 'remove'
      readonly reason: RemovalReason
      readonly written: WrittenRow
    }

export interface KnownRows {
  /** By registrant id: confirmed, or sent without an answer. */
  readonly written: ReadonlyMap<string, WrittenRow>
  /** By registrant id: rejected by Act-On with exactly this content. */
  readonly rejected: ReadonlyMap<string, RowHashes>
}

export interface DecisionRules {
  readonly hash: (text: string) => string
  /** IANA: the time zone of this webinar's list. */
  readonly timeZone: string
  readonly cancelledRegistrants: 'keep' | 'remove'
}

/** One decision per registration of `people.registrants`, in its order. */
export function decideWebinar(
  people: WebinarPeople,
  known: KnownRows,
  rules: DecisionRules,
): Decision[] {
  const groups = groupByAddress(people, rules.hash)
  const writtenByAddress = new Map<string, WrittenRow[]>()
  for (const row of known.written.values()) {
    for (const hash of addressesOf(row)) {
      writtenByAddress.set(hash, [...(writtenByAddress.get(hash) ?? []), row])
    }
  }
  return [...people.registrants.values()].map((registrant) =>
    decide(registrant, groups, { people, known, rules, writtenByAddress }),
  )
}

/** Where the row is, or may be. */
function addressesOf({ addressHash, maybeAtAddressHash }: WrittenRow): string[] {
  return maybeAtAddressHash === null ? [addressHash] : [maybeAtAddressHash, addressHash]
}

interface Surroundings {
  readonly people: WebinarPeople
  readonly known: KnownRows
  readonly rules: DecisionRules
  readonly writtenByAddress: ReadonlyMap<string, readonly WrittenRow[]>
}

function decide(registrant: Registrant, groups: AddressGroups, around: Surroundings): Decision {
  const { registrantId } = registrant
  const written = around.known.written.get(registrantId)
  const gone = { registrant, written, groups, hash: around.rules.hash }
  if (isForgotten(registrant)) return removeOrFilter('forgotten', gone)
  if (registrant.userStatus === 'deleted') {
    const stays = written !== undefined && around.rules.cancelledRegistrants === 'keep'
    if (stays && !groups.holderByHash.has(written.addressHash)) {
      return { registrantId, bucket: 'unchanged', isCancelled: true }
    }
    return removeOrFilter('cancelled', gone)
  }
  const unusable = groups.unusable.get(registrantId)
  if (unusable !== undefined) return filtered(registrant, unusable, gone.hash)
  const holder = groups.holders.get(registrantId)
  if (holder === undefined) return removeOrFilter('sameAddress', gone)
  return decideHolder(holder, groups, around)
}

interface GoneRegistration {
  readonly registrant: Registrant
  readonly written: WrittenRow | undefined
  readonly groups: AddressGroups
  readonly hash: (text: string) => string
}

/** The person is not to be written. Their row, if there is one, is removed, or rewritten from another registration. */
function removeOrFilter(
  reason: RemovalReason,
  { registrant, written, groups, hash }: GoneRegistration,
): Decision {
  if (written === undefined) return filtered(registrant, reason, hash)
  const isAlone = written.maybeAtAddressHash === null
  if (isAlone && groups.holderByHash.has(written.addressHash)) {
    return { ...filtered(registrant, reason, hash), overtaken: true }
  }
  if (written.keptDespite === reason) return filtered(registrant, reason, hash)
  return { registrantId: registrant.registrantId, bucket: 'remove', reason, written }
}

function filtered(
  registrant: Registrant,
  reason: FilterReason,
  hash: (text: string) => string,
): Decision & { readonly bucket: 'filtered' } {
  const email = isForgotten(registrant) ? '' : normalizeEmail(registrant.email)
  const addressHash = email === '' ? null : hash(email)
  return { registrantId: registrant.registrantId, bucket: 'filtered', reason, addressHash }
}

function decideHolder(holder: Holder, groups: AddressGroups, around: Surroundings): Decision {
  const { registrant, email, addressHash, attendee } = holder
  const { registrantId } = registrant
  const own = around.known.written.get(registrantId)
  const atAddress = around.writtenByAddress.get(addressHash) ?? []
  const others = atAddress.filter((row) => row.registrantId !== registrantId)
  const [other] = others
  // The twin's activity is also this person's only while both registrations have this address.
  const twin = others.find((row) => groups.hashById.get(row.registrantId) === addressHash)
  const oldAddresses = own === undefined ? [] : addressesOf(own).filter((at) => at !== addressHash)
  const movesAway = oldAddresses.length > 0
  const oldRowIsTaken = movesAway && oldAddresses.every((at) => groups.holderByHash.has(at))
  // Otherwise the person gets another row, which has no earlier attendance.
  const keptRow = movesAway && (oldRowIsTaken || other !== undefined) ? undefined : own
  const before = keptRow?.attended ? keptRow : twin?.attended ? twin : undefined

  const verdict = contactCells(
    { registrant, email, attendee, attended: attendee !== null || before !== undefined },
    around.rules.timeZone,
  )
  if (!verdict.ok) {
    return { registrantId, bucket: 'unwritable', field: verdict.field, reason: verdict.reason }
  }
  const { cells } = verdict
  const { hash } = around.rules
  const registrationHash = hash(JSON.stringify(registrationCells(cells)))
  // What ON24 does not list any more is not cleared.
  const keptActivity = attendee === null ? (before?.activityHash ?? NO_HASH) : NO_HASH
  const activityHash =
    keptActivity === NO_HASH || before?.isUncertain
      ? hash(JSON.stringify(activityCells(cells)))
      : keptActivity

  const hashes = { addressHash, registrationHash, activityHash }
  const leavesRow = movesAway && !oldRowIsTaken
  const isCertain = own !== undefined && !own.isUncertain && !leavesRow
  if (other === undefined && isCertain && equalHashes(own, hashes)) {
    return { registrantId, bucket: 'unchanged' }
  }
  const rejected = around.known.rejected.get(registrantId)
  if (rejected !== undefined && equalHashes(rejected, hashes)) {
    return { registrantId, bucket: 'rejectedAgain' }
  }

  const maskBefore = others.reduce((mask, row) => mask | row.cellsMask, keptRow?.cellsMask ?? 0)
  return {
    registrantId,
    bucket: 'send',
    row: {
      registrantId,
      ...hashes,
      cellsMask: maskAfter(maskBefore, cells),
      attended: attendee !== null || before !== undefined,
      action: leavesRow ? 'move' : 'upsert',
      cells,
      changed: maskOfGroups(
        changedGroups(own, {
          ...hashes,
          activityHash: keptActivity === NO_HASH ? activityHash : keptActivity,
        }),
      ),
      earlierAddressHash: own?.addressHash === addressHash ? null : (own?.addressHash ?? null),
      clear: columnsToClear(maskBefore, cells, other !== undefined && twin === undefined),
    },
  }
}
