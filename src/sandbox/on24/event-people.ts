/**
 * Event-level people: the whole event in one streamed answer, whatever paging parameters say.
 * Everything is fresh except the engagement score.
 */
import { attendeeRow } from '../world/attendee-row.ts'
import { registrantActivityAt, registrantRow } from '../world/registrant-row.ts'
import type { PersonState, WebinarState } from '../world/webinar-state.ts'
import { lastStamp } from './last-stamp.ts'
import { dateWindow, isWithin } from './date-window.ts'
import type { On24Knobs } from './knobs.ts'
import { peopleFilter } from './people-filter.ts'
import { scrambled, withIdTypes } from './row-ids.ts'
import { cacheLagMs, webinarInPath } from './service.ts'
import type { On24Endpoint } from './service.ts'

/** GET /client/{clientId}/event/{eventId}/registrant. */
export const eventRegistrants: On24Endpoint = {
  name: 'eventRegistrants',
  kind: 'people',
  path: '/event/:eventId/registrant',
  answer: (call) => {
    const { query, nowMs, service } = call
    const { knobs } = service
    const webinar = webinarInPath(call).stateAt(nowMs)
    const window = dateWindow(query, nowMs, knobs, {
      defaultDays: null,
      badDateText:
        'Invalid Date format for params startdate and enddate. Incorrect timezone value provided.',
    })
    const byActivity = query.text('datefiltermode')?.toLowerCase() === 'lastactivity'
    const isAsked = peopleFilter(query, knobs)
    const email = query.text('email')
    const noShowsOnly = query.flag('noshow')
    const people = [...webinar.people.values()].filter(
      (person) =>
        isAsked(person) &&
        (email === undefined || person.email === email) &&
        (!noShowsOnly || person.attendance === null) &&
        isWithin(
          window,
          byActivity ? registrantActivityAt(person, knobs.pageSeedsLastActivity) : person.createdAt,
        ),
    )
    // Oldest first in practice, unlike the account-level list.
    sortPeople(people, knobs, (person) => person.createdAt)
    return streamed('registrants', webinar, people, knobs, (person) =>
      registrantRow(webinar, person, {
        level: 'event',
        pageSeedsLastActivity: knobs.pageSeedsLastActivity,
      }),
    )
  },
}

/** GET /client/{clientId}/event/{eventId}/attendee. */
export const eventAttendees: On24Endpoint = {
  name: 'eventAttendees',
  kind: 'people',
  path: '/event/:eventId/attendee',
  answer: (call) => {
    const { query, nowMs, service } = call
    const { knobs } = service
    const history = webinarInPath(call)
    const webinar = history.stateAt(nowMs)
    const cached = history.stateAt(nowMs, cacheLagMs(knobs))
    const window = dateWindow(query, nowMs, knobs, { defaultDays: null })
    const byActivity = query.text('datefiltermode')?.toLowerCase() === 'lastactivity'
    const isAsked = peopleFilter(query, knobs)
    const people = [...webinar.people.values()].filter(({ attendance, ...person }) => {
      if (attendance === null || !isAsked({ ...person, attendance })) return false
      return isWithin(window, byActivity ? attendance.bumpedAt : lastStamp(attendance))
    })
    sortPeople(people, knobs, ({ attendance }) =>
      attendance === null ? 0 : -lastStamp(attendance),
    )
    return streamed('attendees', webinar, people, knobs, (person) =>
      person.attendance === null
        ? {}
        : attendeeRow(webinar, person, person.attendance, {
            level: 'event',
            cached: person.attendance,
            score: cached.people.get(person.eventUserId)?.attendance?.score ?? null,
            mixedOffsets: knobs.mixedOffsets,
          }),
    )
  },
}

function sortPeople(people: PersonState[], knobs: On24Knobs, by: (person: PersonState) => number) {
  const order =
    knobs.rowOrder === 'arbitrary' ? (person: PersonState) => scrambled(person.eventUserId) : by
  people.sort((a, b) => order(a) - order(b))
}

function* streamed(
  key: 'registrants' | 'attendees',
  webinar: WebinarState,
  people: readonly PersonState[],
  knobs: On24Knobs,
  write: (person: PersonState) => Parameters<typeof withIdTypes>[0],
): Iterable<string> {
  const head = JSON.stringify({ eventid: webinar.eventId, [`total${key}`]: people.length })
  if (people.length === 0 && knobs.zeroResults.rows === 'absent') {
    yield head
    return
  }
  yield `${head.slice(0, -1)},"${key}":[`
  for (let first = 0; first < people.length; first += knobs.rowsPerChunk) {
    const rows = people.slice(first, first + knobs.rowsPerChunk)
    const texts = rows.map((person) => JSON.stringify(withIdTypes(write(person), knobs)))
    yield (first === 0 ? '' : ',') + texts.join(',')
  }
  yield ']}'
}
