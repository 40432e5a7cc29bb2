/** What a change of a registration was and what came of it, as one sentence. No values. */
import type { CellGroup, JournalDecision, JournalOutcome } from '../contracts/journal.ts'

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
  /** Why it was removed, left out, kept or rejected; the columns that a comparison found different. */
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
      return 'An operator had the whole list written again.'
    case 'missing':
      return 'A comparison found no row of this registration in the list.'
    case 'extra':
      return 'A comparison found a row of this registration that should not be in the list.'
    case 'duplicate':
      return 'A comparison found a second row of this registration in the list.'
    case 'different':
      return `A comparison found cells that ON24 has changed since they were written: ${reason}.`
    case 'userEdited':
      return `A comparison found cells that a user changed in Act-On: ${reason}.`
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
  if (change.changed.length === 0) return `The row is to be written again, ${status}.`
  return `ON24 changed ${groupsChanged(change.changed)}: the row is to be written, ${status}.`
}

function writtenSentence(change: Change): string {
  const status = `with Status ${statusOf(change)}`
  if (change.decision === 'move') return `The row was moved to the new address, ${status}.`
  if (isNew(change)) return `A new row was written, ${status}.`
  if (change.changed.length === 0) {
    return `The row was written again, ${status}, because the list may not have held it as confirmed.`
  }
  return `ON24 had changed ${groupsChanged(change.changed)}: the row was written, ${status}.`
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
