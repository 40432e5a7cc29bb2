/** What is remembered of the rows of one list, to check later what must have stayed, and what must have gone. */
import type { TrueList, TrueRow } from '../../../sandbox/act-on/truth.ts'
import { EMAIL, ID, ownHeadings } from './expected-findings.ts'

type Cells = TrueRow['cells']

interface Person {
  readonly registrantId: string
  /** In ON24. */
  readonly address: string
}

export class RememberedRows {
  /** Cells of users' own, which nobody else may change: by record id and heading. */
  readonly #own = new Map<string, Map<string, string>>()
  /** Rows of ours as they once were. */
  readonly #old = new Map<string, Cells>()
  /** Record ids of rows that users added, and that the service has not taken over. */
  readonly #added = new Set<string>()
  /** Rows of people whom ON24 has forgotten since, by record id, with the address in the row. */
  readonly #forgotten = new Map<string, { readonly person: Person; readonly address: string }>()

  addOwn(recordId: string, heading: string, value: string): void {
    const cells = this.#own.get(recordId) ?? new Map<string, string>()
    this.#own.set(recordId, cells.set(heading, value))
  }

  addRow(recordId: string): void {
    this.#added.add(recordId)
  }

  isOwn(recordId: string, heading: string): boolean {
    return this.#own.get(recordId)?.has(heading) === true
  }

  /** Takes note of the list as it is now. */
  look(list: TrueList): void {
    const headings = ownHeadings(list.headings)
    // A column of theirs at the place of one of ours that is gone counts as ours, renamed.
    for (const cells of this.#own.values()) {
      for (const [ours, heading] of headings) if (ours !== heading) cells.delete(heading)
    }
    for (const { recordId, cells } of list.rows) {
      const { [ID]: id = '', [EMAIL]: address = '' } = cells
      if (id !== '') this.#added.delete(recordId)
      if (id !== '' && address !== '') this.#old.set(`${id} ${address}`, cells)
    }
  }

  /** The nth row as it once was, counted in a circle. */
  old(nth: number): Cells | undefined {
    return [...this.#old.values()][nth % this.#old.size]
  }

  /** ON24 forgets this person: none of the person's rows that are there now may stay. */
  forget(list: TrueList, person: Person): void {
    for (const row of list.rows) {
      const { address } = identityOf(list, row)
      if (this.#isOf(person, list, row)) this.#forgotten.set(row.recordId, { person, address })
    }
  }

  /** One line for each row of a forgotten person. @param addresses of all other people. */
  forgottenLeft(list: TrueList, addresses: ReadonlySet<string>): string[] {
    return list.rows.flatMap((row) => {
      const { id, address } = identityOf(list, row)
      const was = this.#forgotten.get(row.recordId)
      if (was?.address !== address || addresses.has(address)) return []
      // A user may have made it unrecognisable since.
      if (!this.#isOf(was.person, list, row)) return []
      return [`a forgotten person's row stays: ${row.recordId} ${id} ${address}`]
    })
  }

  /** By the id, or at an address where a row of the person has been. */
  #isOf({ registrantId, address }: Person, list: TrueList, row: TrueRow): boolean {
    const at = identityOf(list, row)
    if (at.id === registrantId) return true
    const hasBeenThere = this.#old.has(`${registrantId} ${address}`)
    return at.address === address && hasBeenThere && !this.#added.has(row.recordId)
  }

  /** One line for each cell of users' own that somebody else has changed. */
  ownChanges(list: TrueList): string[] {
    return list.rows.flatMap(({ recordId, cells }) =>
      [...(this.#own.get(recordId) ?? [])].flatMap(([heading, value]) => {
        const is = cells[heading]
        if (is === undefined || is === value) return []
        return [`a user's cell ${heading} is ${JSON.stringify(is)}, was ${value}`]
      }),
    )
  }
}

/** Whose row it is: the trimmed registrant id and the address in lower case. */
export function identityOf(
  list: TrueList,
  { cells }: TrueRow,
): { readonly id: string; readonly address: string } {
  const headings = ownHeadings(list.headings)
  return {
    id: (cells[headings.get(ID) ?? ''] ?? '').trim(),
    address: (cells[headings.get(EMAIL) ?? ''] ?? '').trim().toLowerCase(),
  }
}
