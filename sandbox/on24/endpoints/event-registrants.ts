/** GET /client/{clientId}/event/{eventId}/registrant: all registrants of one event, always fresh. */
import { registrantActivityAt, registrantRow } from '../../world/rows/registrant-row.ts'
import { dateWindow, isWithin } from '../date-window.ts'
import { peopleFilter } from '../people-filter.ts'
import { webinarInPath } from '../service.ts'
import type { On24Endpoint } from '../service.ts'
import { wholeEvent } from './whole-event.ts'

const BAD_DATE =
  'Invalid Date format for params startdate and enddate. Incorrect timezone value provided.'

export const eventRegistrants: On24Endpoint = {
  name: 'eventRegistrants',
  kind: 'people',
  path: '/event/:eventId/registrant',
  answer: (call) => {
    const { query, nowMs, service } = call
    const { knobs } = service
    const webinar = webinarInPath(call).stateAt(nowMs)
    const window = dateWindow(query, nowMs, knobs, { defaultDays: null, badDateText: BAD_DATE })
    const byActivity = query.text('datefiltermode')?.toLowerCase() === 'lastactivity'
    const isAsked = peopleFilter(query, knobs)
    const email = query.text('email')
    const noShowsOnly = query.flag('noshow')
    const { pageSeedsLastActivity } = knobs
    const found = [...webinar.people.values()].filter((person) => {
      if (!isAsked(person) || (email !== undefined && person.email !== email)) return false
      if (noShowsOnly && person.attendance !== null) return false
      const date = byActivity
        ? registrantActivityAt(person, pageSeedsLastActivity)
        : person.createdAt
      return isWithin(window, date)
    })
    return wholeEvent({
      key: 'registrants',
      eventId: webinar.eventId,
      found: found.map((person) => ({ person })),
      knobs,
      // Oldest first in practice, unlike the account-level list.
      order: ({ person }) => person.createdAt,
      write: ({ person }) => registrantRow(webinar, person, { ...knobs, level: 'event' }),
    })
  },
}
