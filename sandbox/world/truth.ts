/**
 * The true state of a webinar, by ON24's field names and without caches, for tests that compute what Act-On should
 * hold. It knows nothing about Act-On.
 */
import { attendeeRow } from './rows/attendee-row.ts'
import type { AttendeeRow } from './rows/attendee-row.ts'
import { eventRow } from './rows/event-row.ts'
import type { EventRow } from './rows/event-row.ts'
import { registrantRow } from './rows/registrant-row.ts'
import type { RegistrantRow } from './rows/registrant-row.ts'
import type { WebinarHistory } from './webinar-history.ts'

export interface WebinarTruth {
  readonly eventId: number
  readonly event: EventRow
  /** Deleted in ON24: every call for it gets a 404. */
  readonly isRemoved: boolean
  /** Active, soft-deleted and forgotten people, but no one whose double opt-in is pending. */
  readonly registrants: readonly (RegistrantRow & { readonly systemGenerated: boolean })[]
  readonly attendees: readonly AttendeeRow[]
}

/** One webinar, or none if it has not been created yet. */
export function truthOf(history: WebinarHistory, nowMs: number): WebinarTruth[] {
  const webinar = history.stateAt(nowMs)
  const event = eventRow(webinar, webinar.audienceAt.at(-1) ?? webinar.createdAt)
  if (event === null) return []
  const people = [...webinar.people.values()]
  return [
    {
      eventId: history.eventId,
      event,
      isRemoved: webinar.isRemoved,
      registrants: people.map((person) => ({
        ...registrantRow(webinar, person, {
          level: 'event',
          pageSeedsLastActivity: true,
          showsLastActivity: true,
          forgottenKeepDates: true,
        }),
        systemGenerated: person.systemGenerated,
      })),
      attendees: people.flatMap((person) =>
        person.attendance === null
          ? []
          : attendeeRow(webinar, person, person.attendance, {
              level: 'event',
              cached: person.attendance,
              score: person.attendance.score,
              mixedOffsets: false,
            }),
      ),
    },
  ]
}
