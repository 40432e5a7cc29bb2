/**
 * Everybody of one event, whole. These answers have no pages: one body holds the event, so it is read as
 * a stream, and rows may have been given out before a failure shows. A row that cannot be read is given out as such.
 */
import type { Attendee, Registrant, UnreadableRow } from '../contracts/people.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import { toAttendee, toRegistrant } from './wire/domain-rows.ts'
import { jsonRows } from './wire/json-rows.ts'
import { EVERY_REAL_PERSON } from './people-filter.ts'
import { requestBytes } from './request.ts'
import type { On24Request, On24Session } from './request.ts'
import { wireAttendee, wireRegistrant, wireRowId } from './wire/schemas.ts'

/** Twenty thousand people are some 50 MB, and ON24 takes its time before the first byte. */
const WHOLE_EVENT = { responseMs: 180_000, idleMs: 60_000, totalMs: 900_000 }

/**
 * ON24 REST API, GET /client/{clientId}/event/{eventId}/registrant. Cancelled and forgotten people are
 * included; people who have yet to confirm a double opt-in are not.
 * @throws On24EventUnavailable for an event that is inactive or gone; On24Unavailable for a cut body.
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
 * ON24 REST API, GET /client/{clientId}/event/{eventId}/attendee. Rows have neither name nor event id;
 * only the engagement score is up to 24 hours old.
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
