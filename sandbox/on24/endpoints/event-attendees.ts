/** GET /client/{clientId}/event/{eventId}/attendee: all attendees of one event; only the score is stale. */
import { attendeeRow } from '../../world/rows/attendee-row.ts'
import { dateWindow, isWithin } from '../date-window.ts'
import { lastStamp } from '../last-stamp.ts'
import { peopleFilter } from '../people-filter.ts'
import { cacheLagMs, webinarInPath } from '../service.ts'
import type { On24Endpoint } from '../service.ts'
import { wholeEvent } from './whole-event.ts'

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
    const found = [...webinar.people.values()].flatMap((person) => {
      const { attendance } = person
      if (attendance === null || !isAsked(person)) return []
      const date = byActivity ? attendance.bumpedAt : lastStamp(attendance)
      return isWithin(window, date) ? [{ person, attendance }] : []
    })
    return wholeEvent({
      key: 'attendees',
      eventId: webinar.eventId,
      found,
      knobs,
      order: ({ attendance }) => -lastStamp(attendance),
      write: ({ person, attendance }) =>
        attendeeRow(webinar, person, attendance, {
          level: 'event',
          cached: attendance,
          score: cached.people.get(person.eventUserId)?.attendance?.score ?? null,
          mixedOffsets: knobs.mixedOffsets,
        }),
    })
  },
}
