/**
 * Compares the rows of a list with what it should hold, row by row as they are downloaded. Pure. The words are those of
 * the API: see contracts/finding.ts.
 */
import type { Cells } from '../contracts/act-on-column.ts'
import type { NewFinding } from '../contracts/finding.ts'
import type { ColumnPlan } from '../mapping/column-plan.ts'
import { FIELD_TABLE, REGISTRANT_ID_HEADING } from '../mapping/field-table.ts'
import type { ExpectedList, ExpectedRow } from './expected-list.ts'

export interface DownloadedRow {
  readonly recordId: string
  /** By the list's own headings. */
  readonly cells: Cells
}

interface FoundRow {
  readonly recordId: string
  readonly email: string
  /** Our headings of the cells that differ. */
  readonly differing: readonly string[]
}

export class ListComparison {
  readonly #plan: ColumnPlan
  readonly #expected: ReadonlyMap<string, ExpectedRow>
  readonly #idOfEmail: ReadonlyMap<string, string>
  readonly #absent: ReadonlySet<string>
  readonly #leaving: ReadonlySet<string>
  /** By registrant id. */
  readonly #found = new Map<string, FoundRow[]>()
  /** By registrant id: rows at the expected address that carry another id or none, because a user changed that cell. */
  readonly #withOtherId = new Map<string, FoundRow>()
  readonly #extra: NewFinding[] = []
  #contacts = 0

  constructor(plan: ColumnPlan, { rows, absent, leaving }: ExpectedList) {
    this.#plan = plan
    this.#expected = new Map(rows.map((row) => [row.registrantId, row]))
    this.#idOfEmail = new Map(rows.map(({ email, registrantId }) => [email, registrantId]))
    this.#absent = absent
    this.#leaving = leaving
  }

  /** How many rows belong to a registration of ours. */
  get contacts(): number {
    return this.#contacts
  }

  /** Rows without a registrant id of ours are neither counted nor touched, unless they are at a person's address. */
  add({ recordId, cells }: DownloadedRow): void {
    const id = (cells[this.#plan.registrantIdHeading ?? ''] ?? '').trim()
    const email = normalized(cells[this.#plan.emailHeading ?? ''])
    const expected = this.#expected.get(id)
    const atAddress = this.#expected.get(this.#idOfEmail.get(email) ?? '')
    const shouldNotBe = this.#leaving.has(id) || this.#absent.has(id)
    if (expected === undefined && atAddress === undefined && !shouldNotBe) return
    this.#contacts += 1
    if (expected !== undefined) {
      const found = { recordId, email, differing: this.#differing(expected, cells) }
      this.#found.set(id, [...(this.#found.get(id) ?? []), found])
    } else if (shouldNotBe) {
      // A run that removes the person removes the row; nobody else would.
      const removable = this.#leaving.has(id) ? {} : { recordId }
      this.#extra.push({ kind: 'extra', registrantId: id, columns: [], ...removable })
      return
    }
    if (atAddress === undefined || atAddress === expected) return
    if (this.#withOtherId.has(atAddress.registrantId)) return
    const differing = this.#differing(atAddress, cells)
    this.#withOtherId.set(atAddress.registrantId, { recordId, email, differing })
  }

  /** Call it after the last row. */
  findings(): NewFinding[] {
    const findings = [...this.#expected.values()].flatMap((row) => this.#findingsOf(row))
    return [...findings, ...this.#extra]
  }

  #findingsOf(expected: ExpectedRow): NewFinding[] {
    const { registrantId, email, isChanged } = expected
    const rows = this.#rowsOf(registrantId)
    const main =
      rows.find((row) => row.email === email) ?? this.#withOtherId.get(registrantId) ?? rows[0]
    if (main === undefined) return [{ kind: 'missing', registrantId, columns: [] }]
    const further = rows
      .filter((row) => row !== main)
      .map(({ recordId, email: at }): NewFinding => {
        const kind = at === main.email ? 'duplicate' : 'extra'
        return { kind, registrantId, columns: [], recordId }
      })
    if (main.differing.length === 0) return further
    const kind = isChanged ? 'different' : 'userEdited'
    const elsewhere = main.email === email ? {} : { isElsewhere: true as const }
    return [{ kind, registrantId, columns: main.differing, ...elsewhere }, ...further]
  }

  /** Rows with the person's id, without those that are another person's: a user copied the id there. */
  #rowsOf(registrantId: string): FoundRow[] {
    return (this.#found.get(registrantId) ?? []).filter(({ email }) => {
      const other = this.#idOfEmail.get(email) ?? registrantId
      if (other === registrantId) return true
      return this.#found.get(other)?.some((row) => row.email === email) ?? false
    })
  }

  #differing(expected: ExpectedRow, cells: Cells): string[] {
    return this.#plan.columns.flatMap(({ heading, fieldPosition }) => {
      if (fieldPosition === null) return []
      const field = FIELD_TABLE[fieldPosition]
      const wanted = expected.cells[fieldPosition] ?? ''
      const actual = cells[heading] ?? ''
      if (field === undefined || actual === wanted) return []
      if (wanted === '' && !isOurs(expected, fieldPosition)) return []
      // Act-On may keep its own spelling of an address, and a user's blanks around an id change nothing.
      if (field.format === 'email' && normalized(actual) === wanted) return []
      if (field.heading === REGISTRANT_ID_HEADING && actual.trim() === wanted) return []
      return [field.heading]
    })
  }
}

/** An empty cell is ours if we wrote a value there before; activity cells are replaced, never cleared. */
function isOurs({ cellsMask }: ExpectedRow, position: number): boolean {
  return FIELD_TABLE[position]?.group === 'registration' && (cellsMask & (1 << position)) !== 0
}

function normalized(email: string | undefined): string {
  return (email ?? '').trim().toLowerCase()
}
