/**
 * The expected list of one webinar. Some cells depend on earlier reads, so every read of the webinar must be passed to
 * `observe`, which returns the expected changes.
 */
import type { WebinarTruth } from '../../../sandbox/world/truth.ts'
import { judgeAddress } from './address.ts'
import { type Cells, expectedCells } from './expected-cells.ts'
import { expectedListName } from './expected-list-name.ts'

type Registrant = WebinarTruth['registrants'][number]
type Attendee = WebinarTruth['attendees'][number]

/** The expected outcome of one read's registrations, each counted once. */
export interface ExpectedCounts {
  read: number
  created: number
  updated: number
  unchanged: number
  removed: number
  readonly filtered: Record<string, number>
}

interface ExpectedRow {
  readonly registrantId: number
  readonly cells: Cells
}

interface Holder {
  readonly registrant: Registrant
  readonly attendee: Attendee | undefined
}

export class ExpectedList {
  /** Null until the first person is written, and fixed afterwards, even when the webinar is renamed. */
  name: string | null = null
  /** The expected rows, by address. */
  rows: ReadonlyMap<string, ExpectedRow> = new Map()
  /** Null until the first person is written, and fixed afterwards, like the name. */
  #timeZone: string | null = null

  /** `truth` is the webinar as ON24 serves it. `timeZone` is the IANA name of the account's time zone. */
  observe(truth: WebinarTruth, timeZone: string): ExpectedCounts {
    const zone = this.#timeZone ?? timeZone
    const people = truth.registrants
    const counts: ExpectedCounts = {
      read: people.length,
      created: 0,
      updated: 0,
      unchanged: 0,
      removed: 0,
      filtered: {},
    }
    const holders = holdersOf(people, truth.attendees)
    const after = new Map<string, ExpectedRow>()
    for (const [address, holder] of holders) {
      const row = this.#rowOf(address, holder, holders, people, zone)
      after.set(address, row)
      counts[this.#changeOf(address, row, holders)] += 1
    }
    const holderIds = new Set([...after.values()].map((row) => row.registrantId))
    for (const person of people) {
      if (!holderIds.has(person.eventuserid)) this.#leave(person, holders, after, counts)
    }
    if (after.size > 0) {
      this.name ??= expectedListName(truth.event.description, truth.eventId)
      this.#timeZone = zone
    }
    this.rows = after
    return counts
  }

  #rowOf(
    address: string,
    holder: Holder,
    holders: ReadonlyMap<string, Holder>,
    people: readonly Registrant[],
    timeZone: string,
  ): ExpectedRow {
    const { registrant, attendee } = holder
    const own = this.#written(registrant.eventuserid)
    const there = this.rows.get(address)
    // The activity of another registration counts for this person while both have the same address.
    const isTwin = people.some(
      (person) => person.eventuserid === there?.registrantId && addressOf(person) === address,
    )
    const carriesOn = there === undefined && own !== undefined && !holders.has(own.address)
    const attendedBefore = [carriesOn ? own.row : undefined, isTwin ? there : undefined].find(
      (row) => row?.cells['Status'] === 'Attended',
    )
    return {
      registrantId: registrant.eventuserid,
      cells: expectedCells(registrant, attendee, attendedBefore?.cells, timeZone),
    }
  }

  #changeOf(
    address: string,
    row: ExpectedRow,
    holders: ReadonlyMap<string, Holder>,
  ): 'created' | 'updated' | 'unchanged' {
    const there = this.rows.get(address)
    if (there !== undefined) {
      return JSON.stringify(there) === JSON.stringify(row) ? 'unchanged' : 'updated'
    }
    const own = this.#written(row.registrantId)
    // The contact gets the new address, unless another person now has the old one.
    return own !== undefined && !holders.has(own.address) ? 'updated' : 'created'
  }

  /** Handles a person who must not be written: the row is removed, stays, or passes to the address's new holder. */
  #leave(
    person: Registrant,
    holders: ReadonlyMap<string, Holder>,
    after: Map<string, ExpectedRow>,
    counts: ExpectedCounts,
  ): void {
    const written = this.#written(person.eventuserid)
    const reason = filterReason(person)
    if (written === undefined || holders.has(written.address)) {
      counts.filtered[reason] = (counts.filtered[reason] ?? 0) + 1
    } else if (reason === 'forgotten' || reason === 'sameAddress') {
      counts.removed += 1
    } else {
      after.set(written.address, written.row)
      if (reason === 'cancelled') counts.unchanged += 1
      else counts.filtered[reason] = (counts.filtered[reason] ?? 0) + 1
    }
  }

  #written(
    registrantId: number,
  ): { readonly address: string; readonly row: ExpectedRow } | undefined {
    for (const [address, row] of this.rows) {
      if (row.registrantId === registrantId) return { address, row }
    }
    return undefined
  }
}

/** The holders by address. The newest registration gives the person; the newest with attendance gives the activity. */
function holdersOf(
  people: readonly Registrant[],
  attendees: readonly Attendee[],
): Map<string, Holder> {
  const attendeeById = new Map(attendees.map((row) => [row.eventuserid, row]))
  const holders = new Map<string, Holder>()
  const newestFirst = [...people].sort(
    (a, b) =>
      Date.parse(b.createtimestamp ?? '') - Date.parse(a.createtimestamp ?? '') ||
      b.eventuserid - a.eventuserid,
  )
  for (const registrant of newestFirst) {
    const address = addressOf(registrant)
    if (address === null) continue
    const known = holders.get(address)
    const attendee = attendeeById.get(registrant.eventuserid)
    holders.set(address, {
      registrant: known?.registrant ?? registrant,
      attendee: known?.attendee ?? attendee,
    })
  }
  return holders
}

/** Null for a person who must not be written. */
function addressOf(person: Registrant): string | null {
  if (person.userstatus !== 'active') return null
  const judged = judgeAddress(person.email)
  return 'address' in judged ? judged.address : null
}

function filterReason(person: Registrant): string {
  if (person.userstatus === 'forgotten') return 'forgotten'
  if (person.userstatus === 'deleted') return 'cancelled'
  const judged = judgeAddress(person.email)
  return 'filtered' in judged ? judged.filtered : 'sameAddress'
}
