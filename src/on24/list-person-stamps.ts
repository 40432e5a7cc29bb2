/**
 * The account-level lists of people, which only say which webinars had activity and when. Their values
 * are up to a day old, so people are never taken from here.
 */
import type { PersonStamp } from '../contracts/people.ts'
import type { Scan } from '../contracts/scan.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import { hitTime } from './hit-time.ts'
import { listRows } from './list-pages.ts'
import type { DayRange } from './pacific-days.ts'
import { EVERY_REAL_PERSON } from './people-filter.ts'
import type { On24Request, On24Session } from './request.ts'
import { wireAttendeePage, wirePersonStamp, wireRegistrantPage } from './wire/schemas.ts'
import type { WirePersonStamp } from './wire/schemas.ts'

/**
 * `registration` finds new registrants. `lastActivity` finds those changed through the API or forgotten,
 * but not surely new ones.
 */
export type RegistrantDate = 'registration' | 'lastActivity'

/** ON24 REST API, GET /client/{clientId}/registrant. */
export async function listRegistrantStamps(
  session: On24Session,
  { by, ...range }: DayRange & { readonly by: RegistrantDate },
  scan: Scan<PersonStamp>,
  options: CallOptions,
): Promise<void> {
  const query = {
    ...EVERY_REAL_PERSON,
    excludeSubaccounts: 'Y',
    ...(by === 'lastActivity' && { datefiltermode: 'lastActivity' }),
  }
  const request = {
    endpoint: 'registrants',
    paceKind: 'people',
    path: '/registrant',
    query,
  } as const
  await listStamps(session, { request, page: wireRegistrantPage }, range, scan, options)
}

/**
 * ON24 REST API, GET /client/{clientId}/attendee, by `lastActivity`: a session begun, a page refreshed or
 * a poll answered. New attendees appear up to 24 hours late.
 */
export async function listAttendeeStamps(
  session: On24Session,
  range: DayRange,
  scan: Scan<PersonStamp>,
  options: CallOptions,
): Promise<void> {
  const query = { ...EVERY_REAL_PERSON, excludesubaccounts: 'Y', datefiltermode: 'lastActivity' }
  const request = { endpoint: 'attendees', paceKind: 'people', path: '/attendee', query } as const
  await listStamps(session, { request, page: wireAttendeePage }, range, scan, options)
}

async function listStamps(
  session: On24Session,
  list: {
    readonly request: On24Request
    readonly page: typeof wireRegistrantPage | typeof wireAttendeePage
  },
  range: DayRange,
  scan: Scan<PersonStamp>,
  options: CallOptions,
): Promise<void> {
  await listRows(
    session,
    { ...list, row: wirePersonStamp, keyOf: personKey },
    range,
    {
      before: scan.before,
      keep: (rows, place, unreadable) =>
        scan.keep(
          rows.filter((row) => isOwn(row, session)).map((row) => toStamp(row, range, session)),
          place,
          unreadable,
        ),
    },
    options,
  )
}

function personKey({ eventid, eventuserid }: WirePersonStamp): string {
  return `${eventid}/${eventuserid}`
}

/** Unlike the event list, people of sub-accounts are in unless they are asked not to be. */
function isOwn({ clientid }: WirePersonStamp, { on24ClientId }: On24Session): boolean {
  return (clientid ?? on24ClientId) === on24ClientId
}

function toStamp(row: WirePersonStamp, range: DayRange, session: On24Session): PersonStamp {
  const stamps = [
    row.createtimestamp,
    row.lastactivity,
    row.firstliveactivity,
    row.lastliveactivity,
    row.firstarchiveactivity,
    row.lastarchiveactivity,
  ]
  return {
    eventId: row.eventid,
    registrantId: row.eventuserid,
    activityAt: hitTime(stamps, range, session.now()),
  }
}
