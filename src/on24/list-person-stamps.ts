/**
 * The account-level lists of people, used only to learn which webinars had activity, and when. Their values are up
 * to a day old, so contacts are never written from them.
 */
import type { PersonStamp } from '../contracts/people.ts'
import type { Scan } from '../contracts/scan.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import { type ActivityTime, activityTimeIn } from './activity-time.ts'
import { listRows } from './list-pages.ts'
import type { DayRange } from './pacific-days.ts'
import { EVERY_REAL_PERSON } from './people-filter.ts'
import type { On24Request, On24Session } from './request.ts'
import { wireAttendeePage, wirePersonStamp, wireRegistrantPage } from './wire/schemas.ts'
import type { WirePersonStamp } from './wire/schemas.ts'

/**
 * `registration` finds new registrants. `lastActivity` finds registrants that were changed through the API or
 * forgotten, but is not certain to find new ones.
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
 * ON24 REST API, GET /client/{clientId}/attendee, by `lastActivity`: when the attendee last started a session,
 * refreshed a page or answered a poll. New attendees appear up to 24 hours late.
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
  const activityTime = activityTimeIn(range)
  await listRows(
    session,
    { ...list, row: wirePersonStamp, keyOf: personKey },
    range,
    {
      before: scan.before,
      keep: (rows, place, unreadable) =>
        scan.keep(
          rows
            .filter((row) => isOwn(row, session))
            .map((row) => toStamp(row, activityTime, session.now())),
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

/** Unlike events, people of sub-accounts are listed unless the request excludes them. */
function isOwn({ clientid }: WirePersonStamp, { on24ClientId }: On24Session): boolean {
  return (clientid ?? on24ClientId) === on24ClientId
}

function toStamp(row: WirePersonStamp, activityTime: ActivityTime, now: Date): PersonStamp {
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
    activityAt: activityTime(stamps, now),
  }
}
