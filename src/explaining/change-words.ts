/** What a change of a registration was and what came of it, as one sentence. No values. */
import type { RowFindingKind } from '../contracts/finding.ts'
import type {
  CellGroup,
  JournalDecision,
  JournalOutcome,
  RewriteReason,
} from '../contracts/journal.ts'

export interface Change {
  /** ISO 8601 UTC: when the read of ON24, or the comparison, began that led to it. */
  readonly seenAt: string
  /** ISO 8601 UTC; null while it waits. */
  readonly endedAt: string | null
  readonly changed: readonly CellGroup[]
  /** Whether the row is to have the Status Attended. */
  readonly attended: boolean
  readonly decision: JournalDecision
  readonly outcome: JournalOutcome | 'pending' | 'held'
  /** Why it was removed, left out, kept, rejected or written again; the columns that a comparison found different. */
  readonly reason: string | null
}

export function changeSentence(change: Change): string {
  const reason = change.reason ?? 'for no known reason'
  switch (change.outcome) {
    case 'pending':
      return `${whatIsToBeDone(change)} It waits.`
    case 'held':
      return `${whatIsToBeDone(change)} It is held until an operator decides.`
    case 'written':
      return writtenSentence(change)
    case 'removed':
      return removedSentence(change)
    case 'rejected':
      return `The row could not be written: ${reason}.`
    case 'replaced':
      return `${whatIsToBeDone(change)} ON24 changed the registration again before it was done.`
    case 'overtaken':
      return 'The row in the list belongs to another registration with the same address now.'
    case 'leftOut':
      return leftOutSentence(change.reason)
    case 'kept':
      return 'The row stays, although the registration is cancelled in ON24 (CANCELLED_REGISTRANTS is keep).'
    case 'expired':
      return `${whatIsToBeDone(change)} It waited for 90 days and was dropped; the webinar is read again.`
    case 'excluded':
      return `${whatIsToBeDone(change)} An operator excluded the webinar before it was done.`
    case 'dropped':
      return 'An operator dropped the held removal, so the row stays.'
    case 'listGone':
      return 'A user deleted the list in Act-On, and the row with it.'
    case 'rebuilt':
      return 'An operator asked for the whole list to be written again.'
    case 'missing':
    case 'extra':
    case 'duplicate':
    case 'different':
    case 'userEdited':
      return `A comparison found ${findingWords(change.outcome, reason)}.`
  }
}

/** @param columns headings of the cells that differ */
export function findingWords(kind: RowFindingKind, columns: string): string {
  switch (kind) {
    case 'missing':
      return 'no row of this registration in the list'
    case 'extra':
      return 'a row of this registration that should not be in the list'
    case 'duplicate':
      return 'a second row of this registration in the list'
    case 'different':
      return `cells that ON24 has changed since they were written: ${columns}`
    case 'userEdited':
      return `cells that a user changed in Act-On: ${columns}`
  }
}

/** For instance `the registration data and the activity`. */
function groupsChanged(changed: readonly CellGroup[]): string {
  if (changed.includes('address')) {
    return changed.includes('activity') ? 'the address and the activity' : 'the address'
  }
  if (changed.length === 2) return 'the registration data and the activity'
  return changed.includes('activity') ? 'the activity' : 'the registration data'
}

const isNew = ({ changed }: Change) => changed.length === 3

const statusOf = ({ attended }: Change) => (attended ? 'Attended' : 'Registered')

function whatIsToBeDone(change: Change): string {
  if (change.decision === 'remove') return `The row is to be removed ${whyRemoved(change.reason)}.`
  const status = `with Status ${statusOf(change)}`
  if (isNew(change)) return `A new row is to be written, ${status}.`
  const why = whyRewritten(change.reason)
  if (change.changed.length === 0) {
    return `The row is to be written again, ${status}, because ${why ?? MAY_DIFFER}.`
  }
  const causes = [`ON24 changed ${groupsChanged(change.changed)}`, ...(why === null ? [] : [why])]
  return `${causes.join(', and ')}: the row is to be written, ${status}.`
}

function writtenSentence(change: Change): string {
  const status = `with Status ${statusOf(change)}`
  // A row that is found elsewhere without a new address is one that a user or an unanswered call has put there.
  if (change.decision === 'move' && change.changed.includes('address')) {
    return `The row was moved to the new address, ${status}.`
  }
  if (isNew(change)) return `A new row was written, ${status}.`
  const why = whyRewritten(change.reason)
  if (change.changed.length === 0) {
    return `The row was written again, ${status}, because ${why ?? MAY_DIFFER}.`
  }
  const causes = [
    `ON24 had changed ${groupsChanged(change.changed)}`,
    ...(why === null ? [] : [why]),
  ]
  return `${causes.join(', and ')}: the row was written, ${status}.`
}

const MAY_DIFFER = 'the list may not have held it as confirmed'

const REWRITTEN_BECAUSE: Readonly<Record<RewriteReason, string>> = {
  missing: 'a repair found no row of this registration in the list',
  userEdited: 'a repair found cells that a user had changed in Act-On',
  rebuilt: 'an operator had asked for the whole list to be written again',
  openUpload: 'an upload without a final answer may have put older content into it',
}

function whyRewritten(reason: string | null): string | null {
  return Object.entries(REWRITTEN_BECAUSE).find(([key]) => key === reason)?.[1] ?? null
}

function removedSentence({ reason }: Change): string {
  if (reason === 'extra') return 'A repair removed a row that should not have been in the list.'
  if (reason === 'duplicate') return 'A repair removed a second row of this registration.'
  return `The row was removed from the list ${whyRemoved(reason)}.`
}

function whyRemoved(reason: string | null): string {
  switch (reason) {
    case 'forgotten':
      return 'because the person is forgotten in ON24'
    case 'cancelled':
      return 'because the registration is cancelled in ON24'
    case 'sameAddress':
      return 'because a later registration in this webinar has the same address'
    default:
      return 'because ON24 no longer has it'
  }
}

function leftOutSentence(reason: string | null): string {
  switch (reason) {
    case 'noEmail':
      return 'The registration is left out because ON24 gives no e-mail address.'
    case 'invalidEmail':
      return 'The registration is left out because its e-mail address cannot be used.'
    default:
      return `The registration is left out ${whyRemoved(reason)}.`
  }
}
