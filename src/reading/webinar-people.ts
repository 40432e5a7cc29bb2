/** Everybody of one webinar as ON24 gives them, by registrant id. */
import type { Attendee, Registrant, UnreadableRow } from '../contracts/people.ts'

export interface WebinarPeople {
  readonly registrants: ReadonlyMap<string, Registrant>
  readonly attendees: ReadonlyMap<string, Attendee>
  /** Rows that nothing can be decided about. Whoever they are about stays what he was. */
  readonly unreadable: number
}

export interface PeopleRows<Person> {
  readonly byId: ReadonlyMap<string, Person>
  /** Of people whose id is known. */
  readonly unreadableIds: ReadonlySet<string>
  readonly withoutId: number
}

export const NO_ATTENDEES: PeopleRows<Attendee> = {
  byId: new Map(),
  unreadableIds: new Set(),
  withoutId: 0,
}

/** A registration counts once: an unreadable row beside a readable one of the same registration is none. */
export function webinarPeople(
  registrants: PeopleRows<Registrant>,
  attendees: PeopleRows<Attendee>,
): WebinarPeople {
  const unread = [...registrants.unreadableIds].filter((id) => !registrants.byId.has(id))
  return {
    registrants: registrants.byId,
    attendees: attendees.byId,
    // An attendee's row with an id is never unreadable: whatever else is odd in it is left out.
    unreadable: unread.length + registrants.withoutId + attendees.withoutId,
  }
}

/** Reads all of them. Throws what reading them throws. */
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
