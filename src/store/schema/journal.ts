/** The journal: what happened to each registration, as far as it has ended. No values. */
import type { JournalDecision, JournalOutcome } from '../../contracts/journal.ts'
import type { Time } from './column-types.ts'

export interface JournalEntryTable {
  on24ClientId: string
  eventId: string
  registrantId: string
  /** When the read of ON24, or the comparison, began that led to the decision. */
  seenAt: Time
  endedAt: Time
  /** The groups of cells that had changed: see contracts/journal.ts. */
  changed: number
  /** Whether the row was to have the Status Attended. */
  attended: boolean
  decision: JournalDecision
  outcome: JournalOutcome
  /** Why it was removed, left out, kept, rejected or written again; the headings that a comparison found different. */
  reason: string | null
  /**
   * A further address by which the registration is found: its earlier one, or that of a registration that is left out.
   * Null once the person is forgotten in ON24.
   */
  addressHash: string | null
}
