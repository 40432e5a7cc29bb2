/**
 * What the list of one webinar should hold: by ON24, and by what Act-On has confirmed. Pure: nothing here reads, writes
 * or waits.
 */
import { EMAIL_HEADING, FIELD_TABLE } from '../mapping/field-table.ts'
import { type Decision, type DecisionRules, decideWebinar, type KnownRows } from './decide.ts'
import type { WebinarPeople } from './webinar-people.ts'

export interface ExpectedRow {
  readonly registrantId: string
  readonly email: string
  /** In the order of the field table. */
  readonly cells: readonly string[]
  /** A bit for each column of the field table in which this service has written a value. */
  readonly cellsMask: number
  /** ON24 has changed the row since Act-On confirmed it, or the row was never written. */
  readonly isChanged: boolean
}

export interface ExpectedList {
  readonly rows: readonly ExpectedRow[]
  /** Registrants whose row should not be in the list, and of whom the store knows no row. */
  readonly absent: ReadonlySet<string>
  /** Registrants whose row should not be in the list, and whom a run is about to remove. */
  readonly leaving: ReadonlySet<string>
  /**
   * Registrants of the webinar of whom the store knows no row. If one of them has a row, we wrote it: the store was
   * restored from an older backup, or the row was removed and came back.
   */
  readonly unknown: ReadonlySet<string>
}

export interface WhatIsKnown {
  readonly people: WebinarPeople
  readonly known: KnownRows
  /** Registrants whose row waits for Act-On, was rejected, or is held: they have their own place, and are left out. */
  readonly waiting: ReadonlySet<string>
  /** Registrants that were written once and removed since. */
  readonly removed: ReadonlySet<string>
  /** Every run reads the webinar again: what ON24 has changed is left to the next one. */
  readonly isOpen: boolean
}

const EMAIL_POSITION = FIELD_TABLE.findIndex(({ heading }) => heading === EMAIL_HEADING)

/** Rows that ON24 does not list any more, or whose address became unusable, stay as they are and are left out. */
export function expectedList(around: WhatIsKnown, rules: DecisionRules): ExpectedList {
  const { people, known } = around
  const actual = decideWebinar(people, known, rules)
  const withCells = decideWebinar(people, asIfUnconfirmed(known), rules)
  const rows: ExpectedRow[] = []
  const absent = new Set<string>()
  const leaving = new Set<string>()
  withCells.forEach((decision, index) => {
    const { registrantId } = decision
    if (around.waiting.has(registrantId)) return
    const change = actual[index]
    if (change === undefined || change.bucket === 'rejectedAgain') return
    if (decision.bucket === 'send') {
      const isChanged = change.bucket !== 'unchanged'
      if (isChanged && around.isOpen) return
      const { cells, cellsMask } = decision.row
      const written = known.written.get(registrantId)?.cellsMask ?? 0
      const email = cells[EMAIL_POSITION] ?? ''
      rows.push({ registrantId, email, cells, cellsMask: cellsMask | written, isChanged })
    } else if (decision.bucket === 'remove') {
      if (!around.isOpen) leaving.add(registrantId)
    } else if (isToBeAbsent(decision, around, rules)) absent.add(registrantId)
  })
  const unlisted = [...around.removed].filter((id) => !people.registrants.has(id))
  const unknown = new Set(
    [...people.registrants.keys(), ...unlisted].filter(
      (id) => !known.written.has(id) && !around.waiting.has(id),
    ),
  )
  for (const id of unlisted) if (unknown.has(id)) absent.add(id)
  return { rows, absent, leaving, unknown }
}

/** No row counts as unchanged then, and so each decision holds its cells. */
function asIfUnconfirmed({ written }: KnownRows): KnownRows {
  return {
    written: new Map([...written].map(([id, row]) => [id, { ...row, isUncertain: true }])),
    rejected: new Map(),
  }
}

/**
 * A row that the store knows and ON24 no longer wants is removed by a run, rewritten for another person, or kept on
 * purpose.
 */
function isToBeAbsent(
  decision: Decision,
  { known, removed }: WhatIsKnown,
  { cancelledRegistrants }: DecisionRules,
): boolean {
  const { registrantId } = decision
  if (decision.bucket !== 'filtered' || known.written.has(registrantId)) return false
  switch (decision.reason) {
    case 'forgotten':
    case 'sameAddress':
      return true
    case 'cancelled':
      return cancelledRegistrants === 'remove' || removed.has(registrantId)
    // The person keeps the contact as it is until a usable address comes.
    case 'noEmail':
    case 'invalidEmail':
    case 'unreadable':
      return false
  }
}
