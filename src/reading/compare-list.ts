/**
 * Compares the rows of a list with what it should hold, row by row as they are downloaded. Pure. The words are those of
 * the API: see contracts/finding.ts.
 */
import type { Cells } from '../contracts/act-on-column.ts'
import type { NewFinding, UnknownRow } from '../contracts/finding.ts'
import { writtenMask } from '../mapping/cell-groups.ts'
import type { ColumnPlan } from '../mapping/column-plan.ts'
import { ATTENDED } from '../mapping/contact-cells.ts'
import { FIELD_TABLE, REGISTRANT_ID_HEADING } from '../mapping/field-table.ts'
import type { ExpectedList, ExpectedRow } from './expected-list.ts'

export interface DownloadedRow {
  readonly recordId: string
  /** By the list's own headings. */
  readonly cells: Cells
}

interface FoundRow {
  readonly recordId: string
  /** The registrant id in the row; empty if there is none. */
  readonly id: string
  readonly email: string
  /** Our headings of the cells that differ. */
  readonly differing: readonly string[]
  /** Null if the store knows the registration's row, or if the row is no registration's. */
  readonly unknown: UnknownRow | null
}

export class ListComparison {
  readonly #plan: ColumnPlan
  readonly #list: ExpectedList
  readonly #expected: ReadonlyMap<string, ExpectedRow>
  readonly #idOfEmail: ReadonlyMap<string, string>
  /** By registrant id. */
  readonly #found = new Map<string, FoundRow[]>()
  /** By registrant id: rows at the expected address that carry another id or none. */
  readonly #withOtherId = new Map<string, FoundRow[]>()
  /** By address: how many rows have it, whatever their ids. */
  readonly #rowsAt = new Map<string, number>()
  readonly #extra: NewFinding[] = []
  #contacts = 0

  constructor(plan: ColumnPlan, list: ExpectedList) {
    this.#plan = plan
    this.#list = list
    this.#expected = new Map(list.rows.map((row) => [row.registrantId, row]))
    this.#idOfEmail = new Map(list.rows.map(({ email, registrantId }) => [email, registrantId]))
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
    if (expected === undefined && atAddress === undefined && !this.#shouldNotBe(id)) return
    this.#contacts += 1
    this.#rowsAt.set(email, (this.#rowsAt.get(email) ?? 0) + 1)
    const unknown = this.#unknownRow(id, email, cells)
    const row = { recordId, id, email, unknown }
    if (expected !== undefined) {
      // Of the person's own cells, those that ON24 does not fill may be a user's.
      const own = unknown === null ? null : { ...unknown, cellsMask: 0 }
      const differing = this.#differing(expected, cells)
      push(this.#found, id, { ...row, unknown: own, differing })
    } else if (atAddress === undefined) this.#extra.push(this.#extraRow(row))
    if (atAddress === undefined || atAddress === expected) return
    const differing = this.#differing(atAddress, cells, unknown !== null)
    push(this.#withOtherId, atAddress.registrantId, { ...row, differing })
  }

  /** Call it after the last row. */
  findings(): NewFinding[] {
    const findings = [...this.#expected.values()].flatMap((row) => this.#findingsOf(row))
    return [...findings, ...this.#extra]
  }

  #shouldNotBe(id: string): boolean {
    return this.#list.leaving.has(id) || this.#list.absent.has(id)
  }

  /** A run that removes the person removes the row; nobody else would. */
  #extraRow({ id, recordId }: Pick<FoundRow, 'id' | 'recordId'>): NewFinding {
    const removable = this.#list.leaving.has(id) ? {} : { recordId }
    return { kind: 'extra', registrantId: id, columns: [], ...removable }
  }

  #findingsOf(expected: ExpectedRow): NewFinding[] {
    const { registrantId, email, isChanged } = expected
    const rows = this.#rowsOf(registrantId)
    const withOtherId = this.#withOtherId.get(registrantId) ?? []
    const main = rows.find((row) => row.email === email) ?? withOtherId[0] ?? rows[0]
    if (main === undefined) return [{ kind: 'missing', registrantId, columns: [] }]
    const further = rows
      .filter((row) => row !== main)
      .map(({ recordId, email: at }): NewFinding => {
        const kind = at === main.email ? 'duplicate' : 'extra'
        return { kind, registrantId, columns: [], recordId }
      })
    const ofOthers = withOtherId
      .filter((row) => row !== main && this.#shouldNotBe(row.id))
      .map((row) => this.#extraRow(row))
    if (main.differing.length === 0) return [...further, ...ofOthers]
    const kind = isChanged ? 'different' : 'userEdited'
    const isAlone = main.email === email && this.#rowsAt.get(email) === 1
    const missed = isAlone ? {} : { isMissedByUpsert: true as const }
    const unknown = main.unknown === null ? {} : { unknownRow: main.unknown }
    const finding = {
      kind,
      registrantId,
      columns: main.differing,
      ...missed,
      ...unknown,
    } as const
    return [finding, ...further, ...ofOthers]
  }

  /** Rows with the person's id, without those that are another person's: a user copied the id there. */
  #rowsOf(registrantId: string): FoundRow[] {
    return (this.#found.get(registrantId) ?? []).filter(({ email }) => {
      const other = this.#idOfEmail.get(email) ?? registrantId
      if (other === registrantId) return true
      return this.#found.get(other)?.some((row) => row.email === email) ?? false
    })
  }

  #unknownRow(registrantId: string, email: string, cells: Cells): UnknownRow | null {
    if (!this.#list.unknown.has(registrantId)) return null
    const inOrder = FIELD_TABLE.map((_, position) => this.#cellAt(position, cells))
    const attended = inOrder[STATUS_POSITION] === ATTENDED
    return { registrantId, email, cellsMask: writtenMask(inOrder), attended }
  }

  #cellAt(position: number, cells: Cells): string {
    const column = this.#plan.columns.find(({ fieldPosition }) => fieldPosition === position)
    return column === undefined ? '' : (cells[column.heading] ?? '')
  }

  /** @param isAnothers the row was written for another registration: all of its cells are ours. */
  #differing(expected: ExpectedRow, cells: Cells, isAnothers = false): string[] {
    return this.#plan.columns.flatMap(({ heading, fieldPosition }) => {
      if (fieldPosition === null) return []
      const field = FIELD_TABLE[fieldPosition]
      const wanted = expected.cells[fieldPosition] ?? ''
      const actual = cells[heading] ?? ''
      if (field === undefined || actual === wanted) return []
      if (wanted === '' && !isAnothers && !isOurs(expected, fieldPosition)) return []
      // Act-On may keep its own spelling of an address, and a user's blanks around an id change nothing.
      if (field.format === 'email' && normalized(actual) === wanted) return []
      if (field.heading === REGISTRANT_ID_HEADING && actual.trim() === wanted) return []
      return [field.heading]
    })
  }
}

const STATUS_POSITION = FIELD_TABLE.findIndex(({ source }) => source === 'status')

/** An empty cell is ours if we wrote a value there before; activity cells are replaced, never cleared. */
function isOurs({ cellsMask }: ExpectedRow, position: number): boolean {
  return FIELD_TABLE[position]?.group === 'registration' && (cellsMask & (1 << position)) !== 0
}

function normalized(email: string | undefined): string {
  return (email ?? '').trim().toLowerCase()
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  map.set(key, [...(map.get(key) ?? []), value])
}
