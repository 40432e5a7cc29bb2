/**
 * Reads all registrants or attendees of one event. These responses have no pages: one body holds the whole event, so
 * it is read as a stream, and a failure may show only after rows were yielded. An unreadable row is yielded as such.
 */
import type { Attendee, Registrant, UnreadableRow } from '../contracts/people.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import { toAttendee, toRegistrant } from './wire/domain-rows.ts'
import { jsonRows } from './wire/json-rows.ts'
import { EVERY_REAL_PERSON } from './people-filter.ts'
import { requestBytes } from './request.ts'
import type { On24Request, On24Session } from './request.ts'
import { wireAttendee, wireRegistrant, wireRowId } from './wire/schemas.ts'

/** Twenty thousand people are about 50 MB, and ON24 is slow to send the first byte. */
const WHOLE_EVENT = { responseMs: 180_000, idleMs: 60_000, totalMs: 900_000 }

/**
 * ON24 REST API, GET /client/{clientId}/event/{eventId}/registrant. Cancelled and forgotten people are
 * included; people who have yet to confirm a double opt-in are not.
 * @throws On24EventUnavailable for an event that is inactive or deleted; On24Unavailable for a truncated body.
 */
export async function* readRegistrants(
  session: On24Session,
  eventId: string,
  options: CallOptions,
): AsyncGenerator<Registrant | UnreadableRow, void> {
  const request = wholeEvent('eventRegistrants', eventId, 'registrant')
  const keys = { rows: 'registrants', envelope: ['totalregistrants', 'eventid'] }
  const bytes = requestBytes(session, request, options)
  for await (const row of jsonRows(request.endpoint, bytes, keys)) {
    const parsed = wireRegistrant.safeParse(row)
    yield parsed.success ? toRegistrant(parsed.data) : unreadable(row)
  }
}

/**
 * ON24 REST API, GET /client/{clientId}/event/{eventId}/attendee. Rows have neither names nor an event id;
 * only the engagement score can be out of date, by up to 24 hours.
 * @throws as readRegistrants.
 */
export async function* readAttendees(
  session: On24Session,
  eventId: string,
  options: CallOptions,
): AsyncGenerator<Attendee | UnreadableRow, void> {
  const request = wholeEvent('eventAttendees', eventId, 'attendee')
  const keys = { rows: 'attendees', envelope: ['totalattendees', 'eventid'] }
  const bytes = requestBytes(session, request, options)
  for await (const row of jsonRows(request.endpoint, bytes, keys)) {
    const parsed = wireAttendee.safeParse(row)
    yield parsed.success ? toAttendee(parsed.data) : unreadable(row)
  }
}

function unreadable(row: unknown): UnreadableRow {
  const parsed = wireRowId.safeParse(row)
  return { isUnreadable: true, registrantId: parsed.success ? parsed.data.eventuserid : null }
}

function wholeEvent(endpoint: string, eventId: string, people: string): On24Request {
  return {
    endpoint,
    paceKind: 'people',
    path: `/event/${encodeURIComponent(eventId)}/${people}`,
    query: EVERY_REAL_PERSON,
    timeouts: WHOLE_EVENT,
  }
}
