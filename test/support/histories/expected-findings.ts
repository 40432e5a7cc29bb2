/**
 * What a comparison of one list has to find, computed from the list and ON24's truth alone. It shares no code with the
 * service: the words are those of the product contract, "Verify's words".
 */
import type { TrueList, TrueRow } from '../../../sandbox/act-on/truth.ts'
import { EXPECTED_HEADINGS } from '../expectation/expected-cells.ts'
import type { TouchedRow } from './touches.ts'
import type { ExpectedList } from '../expectation/expected-list.ts'

export interface ExpectedFinding {
  readonly kind: string
  readonly registrantId: string | null
  readonly columns: readonly string[]
}

export const EMAIL = 'Email Address'
export const ID = 'ON24 Registrant ID'

export interface ComparedWith {
  readonly folderName: string
  readonly list: ExpectedList
  /** Registrants who must have no row: ON24 has forgotten them, or a twin has their address. */
  readonly absent: ReadonlySet<string>
  /** True if a user has filled this cell, for which ON24 has no value: it belongs to the user. */
  isTheirs(row: TouchedRow, heading: string): boolean
}

export function expectedFindings(there: TrueList, wanted: ComparedWith): ExpectedFinding[] {
  const headings = ownHeadings(there.headings)
  const missing = EXPECTED_HEADINGS.filter((heading) => !headings.has(heading))
  const ofList = [
    ...(there.folderName === wanted.folderName ? [] : [found('listMoved', null)]),
    ...(missing.length === 0 ? [] : [found('columnMissing', null, missing)]),
  ]
  if (missing.includes(EMAIL) || missing.includes(ID)) return ofList
  const rows = there.rows.map((row) => readRow(row, headings))
  const taken = new Set<ReadRow>()
  const ofRegistrants = [...wanted.list.rows].flatMap(([address, row]) => {
    const registrantId = String(row.registrantId)
    return ofRegistrant(rows, { registrantId, address, cells: row.cells, wanted }, taken)
  })
  // A row that is another person's has that person's id to get, and is not removed.
  const extra = rows.filter((row) => wanted.absent.has(row.id) && !taken.has(row))
  return [...ofList, ...ofRegistrants, ...extra.map(({ id }) => found('extra', id))]
}

interface ReadRow {
  readonly recordId: string
  readonly id: string
  readonly address: string
  /** By our headings, without those that are gone. */
  readonly cells: ReadonlyMap<string, string>
}

interface WantedRow {
  readonly registrantId: string
  readonly address: string
  readonly cells: Readonly<Record<string, string>>
  readonly wanted: ComparedWith
}

/** Adds the row that is the registrant's to `taken`. */
function ofRegistrant(
  rows: readonly ReadRow[],
  row: WantedRow,
  taken: Set<ReadRow>,
): ExpectedFinding[] {
  const { registrantId, address, wanted } = row
  const atAddress = rows.filter((one) => one.address === address)
  const withId = rows.filter((one) => one.id === registrantId)
  // A user may have copied the id to the row of another person, which is that person's nevertheless.
  const own = withId.filter((one) => one.address === address || !isOfAnother(one, rows, wanted))
  const main = own.find((one) => one.address === address) ?? atAddress[0] ?? own[0]
  if (main === undefined) return [found('missing', registrantId)]
  taken.add(main)
  const further = own
    .filter((one) => one !== main)
    .map((one) => found(one.address === main.address ? 'duplicate' : 'extra', registrantId))
  const columns = EXPECTED_HEADINGS.filter((heading) => {
    const cell = main.cells.get(heading)
    const ought = row.cells[heading] ?? ''
    if (cell === undefined || cell === ought) return false
    const { recordId } = main
    return ought !== '' || !wanted.isTheirs({ registrantId, address, recordId }, heading)
  })
  return columns.length === 0
    ? further
    : [found('userEdited', registrantId, columns), ...further]
}

/** True for the only row at another person's address. */
function isOfAnother(
  row: ReadRow,
  rows: readonly ReadRow[],
  { list }: ComparedWith,
): boolean {
  const other = list.rows.get(row.address)
  if (other === undefined) return false
  return !rows.some(
    (one) => one.address === row.address && one.id === String(other.registrantId),
  )
}

/** The list's headings by ours: the same one, or one that was renamed at its place. */
export function ownHeadings(headings: readonly string[]): Map<string, string> {
  const own = new Map(
    EXPECTED_HEADINGS.filter((heading) => headings.includes(heading)).map((one) => [one, one]),
  )
  if (headings.length !== EXPECTED_HEADINGS.length) return own
  EXPECTED_HEADINGS.forEach((heading, index) => {
    const there = headings[index] ?? ''
    if (!own.has(heading) && !EXPECTED_HEADINGS.includes(there)) own.set(heading, there)
  })
  return own
}

function readRow({ recordId, cells }: TrueRow, headings: ReadonlyMap<string, string>): ReadRow {
  const read = new Map([...headings].map(([ours, theirs]) => [ours, cells[theirs] ?? '']))
  const address = (read.get(EMAIL) ?? '').trim().toLowerCase()
  const id = (read.get(ID) ?? '').trim()
  return { recordId, id, address, cells: read.set(EMAIL, address).set(ID, id) }
}

function found(
  kind: string,
  registrantId: string | null,
  columns: readonly string[] = [],
): ExpectedFinding {
  return { kind, registrantId, columns }
}
