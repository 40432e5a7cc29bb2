/**
 * The decisions about one webinar over several reads, and the resulting state of each row, without a store. Hashes are
 * the plain texts.
 */
import type { Attendee, Registrant } from '../../../src/contracts/people.ts'
import { type Decision, decideWebinar, type WrittenRow } from '../../../src/reading/decide.ts'
import type { RowHashes } from '../../../src/reading/row-hashes.ts'

export interface Read {
  readonly registrants: readonly Registrant[]
  readonly attendees?: readonly Attendee[]
}

export class DecidedWebinar {
  readonly written = new Map<string, WrittenRow>()
  readonly rejected = new Map<string, RowHashes>()
  cancelledRegistrants: 'keep' | 'remove' = 'keep'

  /** The decisions about this read, by registrant id, without delivery. */
  decide({ registrants, attendees = [] }: Read): Map<string, Decision> {
    const decisions = decideWebinar(
      {
        registrants: new Map(registrants.map((row) => [row.registrantId, row])),
        attendees: new Map(attendees.map((row) => [row.registrantId, row])),
        unreadable: 0,
      },
      { written: this.written, rejected: this.rejected },
      {
        hash: (text) => text,
        timeZone: 'UTC',
        cancelledRegistrants: this.cancelledRegistrants,
      },
    )
    return new Map(decisions.map((decision) => [decision.registrantId, decision]))
  }

  /** Like `decide`, and then delivers all decisions. */
  deliver(read: Read): Map<string, Decision> {
    const decisions = this.decide(read)
    for (const decision of decisions.values()) {
      if (decision.bucket === 'remove') this.written.delete(decision.registrantId)
      if (decision.bucket !== 'send') continue
      for (const [id, row] of this.written) {
        if (row.addressHash === decision.row.addressHash) this.written.delete(id)
      }
      const settled = { maybeAtAddressHash: null, keptDespite: null }
      this.written.set(decision.registrantId, { ...decision.row, ...settled })
    }
    return decisions
  }
}
