/** What can make a row of a list differ from ON24, each with the finding that a comparison must report for it. */
import type { Random } from '../../../sandbox/random.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { TrueList, TrueRow } from '../../../sandbox/act-on/truth.ts'
import type { ProfileField } from '../../../sandbox/world/profile.ts'
import type { FindingKind } from '../../../src/contracts/finding.ts'
import { EXPECTED_HEADINGS } from '../expectation/expected-cells.ts'
import type { SettledLists } from './settled-lists.ts'

const ADDRESS = 'Email Address'
export const REGISTRANT_ID = 'ON24 Registrant ID'
export const OTHER_HEADINGS = EXPECTED_HEADINGS.filter(
  (one) => one !== ADDRESS && one !== REGISTRANT_ID,
)
const PROFILE_FIELDS: readonly ProfileField[] = ['company', 'jobtitle', 'city', 'zip', 'workphone']

/** A row that nothing has been done to yet. */
export interface Place {
  readonly list: TrueList
  readonly eventId: number
  readonly row: TrueRow
  readonly registrantId: string
}

export interface Seeding {
  readonly sandbox: Sandbox
  readonly account: SettledLists
  readonly random: Random
  /** By list id: the heading of the column that a user has deleted. */
  readonly columnGone: ReadonlyMap<string, string>
  /** Another row of the list that nothing has been done to yet; null if there is none. */
  take(list: TrueList): TrueRow | null
  /** An address that nobody has. */
  newAddress(): string
  found(
    kind: FindingKind,
    of: { readonly eventId: number; readonly registrantId: string | null },
    columns?: readonly string[],
  ): void
  /** The row is different: which columns are, follows from ON24's state when the comparison begins. */
  changed(place: Place): void
}

type Seed = (seeding: Seeding, place: Place) => void

/** What users do to a row in Act-On. */
export const IN_ACT_ON: readonly Seed[] = [
  function deleteRow({ sandbox, account, found }, place) {
    sandbox.actOn.user.deleteRow(account.accountId, place.row.recordId)
    found('missing', place)
  },
  function copyRow(seeding, place) {
    addRow(seeding, place, place.row.cells)
    seeding.found('duplicate', place)
  },
  function copyAndEdit(seeding, place) {
    addRow(seeding, place, { ...place.row.cells, Company: 'Edited in the copy' })
    seeding.found('duplicate', place)
  },
  function copyElsewhere(seeding, place) {
    addRow(seeding, place, { ...place.row.cells, [ADDRESS]: seeding.newAddress() })
    seeding.found('extra', place)
  },
  function bringBack(seeding, place) {
    const { formerRows } = seeding.account
    const former = formerRows.get(place.eventId)
    if (former === undefined) return
    formerRows.delete(place.eventId)
    addRow(seeding, place, former)
    seeding.found('extra', { ...place, registrantId: former[REGISTRANT_ID] ?? '' })
  },
  function editCells(seeding, place) {
    const { random } = seeding
    const columns = new Set<string>()
    for (let edits = random.int(1, 3); edits > 0; edits -= 1) {
      const heading = random.pick(OTHER_HEADINGS)
      // A cell that ON24 does not fill belongs to the user.
      if (heading === goneFrom(seeding, place) || place.row.cells[heading] === '') continue
      edit(seeding, place, heading, random.pick(['', `Edited ${String(random.int(1, 999))}`]))
      columns.add(heading)
    }
    if (columns.size > 0) seeding.found('userEdited', place, [...columns])
  },
  (seeding, place) => overwrite(seeding, place, ADDRESS, seeding.newAddress()),
  (seeding, place) => overwrite(seeding, place, ADDRESS, ''),
  (seeding, place) => overwrite(seeding, place, ADDRESS, ofAnother(seeding, place, ADDRESS)),
  (seeding, place) => overwrite(seeding, place, REGISTRANT_ID, ''),
  (seeding, place) =>
    overwrite(seeding, place, REGISTRANT_ID, ofAnother(seeding, place, REGISTRANT_ID)),
]

/** What ON24 changes without a trace that a run would follow. */
export const IN_ON24: readonly Seed[] = [
  function register({ sandbox, account, found }, place) {
    const id = sandbox.world.register(place.eventId, { at: account.unseenAt })
    found('missing', { ...place, registrantId: String(id) })
  },
  function forget({ sandbox, account, found }, place) {
    sandbox.world.forget(Number(place.registrantId), account.unseenAt)
    found('extra', place)
  },
  function attend(seeding, place) {
    const { sandbox, account, random, changed } = seeding
    // Of somebody who has attended before, it changes this cell alone.
    if (goneFrom(seeding, place) === 'Archive Duration') return
    const session = { mode: 'archive', at: account.unseenAt, minutes: random.int(1, 60) } as const
    sandbox.world.attend(Number(place.registrantId), session)
    changed(place)
  },
  function changeAddress({ sandbox, account, changed, newAddress }, place) {
    sandbox.world.changeAddress(Number(place.registrantId), newAddress(), account.unseenAt)
    changed(place)
  },
  editProfile,
  function changeOnBothSides(seeding, place) {
    const heading = goneFrom(seeding, place) === 'State' ? 'Country' : 'State'
    edit(seeding, place, heading, 'Edited by a user')
    editProfile(seeding, place)
  },
]

function editProfile({ sandbox, random, changed }: Seeding, place: Place): void {
  const changes = ['', `Changed in ON24 ${String(random.int(1, 999))}`]
  const profile = { [random.pick(PROFILE_FIELDS)]: random.pick(changes), firstname: 'Renamed' }
  sandbox.world.editProfile(Number(place.registrantId), profile, 'event')
  changed(place)
}

function goneFrom({ columnGone }: Seeding, { list }: Place): string | undefined {
  return columnGone.get(list.listId)
}

function addRow({ sandbox, account }: Seeding, { list }: Place, cells: TrueRow['cells']): void {
  sandbox.actOn.user.addRow(account.accountId, list.listId, cells)
}

function edit({ sandbox, account }: Seeding, { row }: Place, heading: string, cell: string): void {
  sandbox.actOn.user.editCell(account.accountId, row.recordId, heading, cell)
}

function overwrite(seeding: Seeding, place: Place, heading: string, cell: string | null): void {
  if (cell === null) return
  edit(seeding, place, heading, cell)
  seeding.found('userEdited', place, [heading])
}

/** Nothing else is done to the row of that other person. */
function ofAnother({ take }: Seeding, { list }: Place, heading: string): string | null {
  return take(list)?.cells[heading] ?? null
}
