/** The people of one webinar, as ON24 returns them, by registrant id. */
import type { Attendee, Registrant, UnreadableRow } from '../contracts/people.ts'

export interface WebinarPeople {
  readonly registrants: ReadonlyMap<string, Registrant>
  readonly attendees: ReadonlyMap<string, Attendee>
  /** How many rows could not be read. Nothing changes for the people in them. */
  readonly unreadable: number
}

export interface PeopleRows<Person> {
  readonly byId: ReadonlyMap<string, Person>
  /** Registrant ids of unreadable rows that have one. */
  readonly unreadableIds: ReadonlySet<string>
  readonly withoutId: number
}

export const NO_ATTENDEES: PeopleRows<Attendee> = {
  byId: new Map(),
  unreadableIds: new Set(),
  withoutId: 0,
}

/** A registration counts once: an unreadable row does not count if another row of the same registration is readable. */
export function webinarPeople(
  registrants: PeopleRows<Registrant>,
  attendees: PeopleRows<Attendee>,
): WebinarPeople {
  const unread = [...registrants.unreadableIds].filter((id) => !registrants.byId.has(id))
  return {
    registrants: registrants.byId,
    attendees: attendees.byId,
    // An attendee's row with an id is never unreadable: other unreadable values in it are left out.
    unreadable: unread.length + registrants.withoutId + attendees.withoutId,
  }
}

/** Reads all rows. Throws the errors of `rows`. */
export async function collectPeople<Person extends { readonly registrantId: string }>(
  rows: AsyncIterable<Person | UnreadableRow>,
): Promise<PeopleRows<Person>> {
  const byId = new Map<string, Person>()
  const unreadableIds = new Set<string>()
  let withoutId = 0
  for await (const row of rows) {
    if (!('isUnreadable' in row)) byId.set(row.registrantId, row)
    else if (row.registrantId === null) withoutId += 1
    else unreadableIds.add(row.registrantId)
  }
  return { byId, unreadableIds, withoutId }
}
