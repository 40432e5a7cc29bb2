/**
 * GET /client/{clientId}/attendee: attendees of all webinars of the account and its sub-accounts. New attendees appear
 * late, and half of the values come from a cache that is hours old.
 */
import { attendeeRow } from '../../world/rows/attendee-row.ts'
import type { AttendeeRow } from '../../world/rows/attendee-row.ts'
import type { Attendance, PersonState, WebinarState } from '../../world/webinar-state.ts'
import { lastStamp } from '../last-stamp.ts'
import { dateWindow, isWithin } from '../date-window.ts'
import { createListCache } from '../list-cache.ts'
import { peopleFilter } from '../people-filter.ts'
import { pageOf, rowsUnder } from '../paging.ts'
import { scrambled, withIdTypes } from '../row-ids.ts'
import { cacheLagMs, checkSubAccounts, webinarsOf } from '../service.ts'
import type { On24Call, On24Endpoint } from '../service.ts'

interface FoundAttendee {
  readonly webinar: WebinarState
  readonly person: PersonState
  readonly attendance: Attendance
  readonly cached: Attendance
}

export function clientAttendees(): On24Endpoint {
  const cache = createListCache<FoundAttendee>()
  return {
    name: 'clientAttendees',
    kind: 'people',
    path: '/attendee',
    answer: (call) => {
      const { query, clientId, service } = call
      const { knobs } = service
      const withSubAccounts = !query.flag('excludesubaccounts')
      checkSubAccounts(
        call,
        withSubAccounts,
        "You have to set excludesubaccounts='N' in order to filter by subaccounts.",
      )
      const found = findAttendees(call, cache, withSubAccounts)
      const page = pageOf(query, knobs, found)
      const realTime = query.flag('realtimeonly')
      const rows = page.rows.map(({ webinar, person, attendance, cached }) => {
        const row = attendeeRow(webinar, person, attendance, {
          level: 'client',
          cached,
          score: cached.score,
          mixedOffsets: knobs.mixedOffsets,
        })
        return withIdTypes(realTime ? withoutCachedKeys(row) : row, knobs)
      })
      return {
        clientid: Number(clientId),
        totalattendees: found.length,
        pagecount: page.pageCount,
        currentpage: page.currentPage,
        ...rowsUnder('attendees', rows, knobs),
      }
    },
  }
}

function findAttendees(
  call: On24Call,
  cache: ReturnType<typeof createListCache<FoundAttendee>>,
  withSubAccounts: boolean,
) {
  const { query, nowMs, service } = call
  const { knobs } = service
  const window = dateWindow(query, nowMs, knobs, { defaultDays: 30 })
  const byActivity = query.text('datefiltermode')?.toLowerCase() === 'lastactivity'
  const isAsked = peopleFilter(query, knobs)
  const skipsLive = query.flag('excludelive')
  const realTime = query.flag('realtimeonly')
  const cacheLag = realTime ? 0 : cacheLagMs(knobs)
  const newLag = realTime ? 0 : knobs.staleness.newAttendeeHours * 3_600_000
  const webinars = webinarsOf(call, withSubAccounts)

  const find = () => {
    const found = webinars.flatMap((history) => {
      const webinar = history.stateAt(nowMs)
      const cachedWebinar = history.stateAt(nowMs, cacheLag)
      const knownWebinar = history.stateAt(nowMs, newLag)
      if (webinar.isRemoved) return []
      return [...webinar.people.values()].flatMap((person): FoundAttendee[] => {
        const { attendance, eventUserId } = person
        const cached = cachedWebinar.people.get(eventUserId)?.attendance ?? null
        const known = knownWebinar.people.get(eventUserId)?.attendance ?? null
        if (attendance === null || cached === null || known === null) return []
        if (!isAsked(person)) return []
        if (skipsLive && attendance.viewings.live !== undefined) return []
        const bumpedAt = (knobs.lastActivityFilter === 'fresh' ? attendance : cached).bumpedAt
        if (!isWithin(window, byActivity ? bumpedAt : lastStamp(cached))) return []
        return [{ webinar, person, attendance, cached }]
      })
    })
    return found.sort((a, b) =>
      knobs.rowOrder === 'arbitrary'
        ? scrambled(a.person.eventUserId) - scrambled(b.person.eventUserId)
        : lastStamp(b.cached) - lastStamp(a.cached),
    )
  }
  return cache.get({ call, window, webinars, lagsMs: [0, cacheLag, newLag], find })
}

/** `realtimeonly=Y` leaves out all values from the data warehouse, which are stale. */
function withoutCachedKeys(row: AttendeeRow): Pick<AttendeeRow, 'eventuserid' | 'eventid'> {
  const kept = Object.entries(row).filter(([key]) => !FROM_WAREHOUSE.test(key))
  return { ...Object.fromEntries(kept), eventuserid: row.eventuserid }
}

const FROM_WAREHOUSE =
  /^(engagementscore|(first|last)(live|archive)activity|cumulative.*|askedquestions|resourcesdownloaded|answered(polls|surveys))$/
