/**
 * The account-level lists of people, which only say which webinars had activity and when. Their values
 * are up to a day old, so people are never taken from here.
 */
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { PersonStamp } from '../contracts/people.ts'
import { toPersonStamp } from './domain-rows.ts'
import { listRows } from './list-pages.ts'
import type { DayRange } from './pacific-days.ts'
import { EVERY_REAL_PERSON } from './people-filter.ts'
import type { On24Session } from './request.ts'
import { wireAttendeePage, wireRegistrantPage } from './schemas.ts'
import type { WirePersonStamp } from './schemas.ts'

/**
 * `registration` finds new registrants. `lastActivity` finds those changed through the API or forgotten,
 * but not surely new ones.
 */
export type RegistrantDate = 'registration' | 'lastActivity'

/** ON24 REST API, GET /client/{clientId}/registrant. */
export async function listRegistrantStamps(
  session: On24Session,
  { by, ...range }: DayRange & { readonly by: RegistrantDate },
  options: CallOptions,
): Promise<PersonStamp[]> {
  const query = {
    ...EVERY_REAL_PERSON,
    excludeSubaccounts: 'Y',
    ...(by === 'lastActivity' && { datefiltermode: 'lastActivity' }),
  }
  const rows = await listRows(
    session,
    {
      request: { endpoint: 'registrants', paceKind: 'people', path: '/registrant', query },
      schema: wireRegistrantPage,
      keyOf: personKey,
    },
    range,
    options,
  )
  return ownStamps(session, rows)
}

/**
 * ON24 REST API, GET /client/{clientId}/attendee, by `lastActivity`: a session begun, a page refreshed or
 * a poll answered. New attendees appear up to 24 hours late.
 */
export async function listAttendeeStamps(
  session: On24Session,
  range: DayRange,
  options: CallOptions,
): Promise<PersonStamp[]> {
  const query = { ...EVERY_REAL_PERSON, excludesubaccounts: 'Y', datefiltermode: 'lastActivity' }
  const rows = await listRows(
    session,
    {
      request: { endpoint: 'attendees', paceKind: 'people', path: '/attendee', query },
      schema: wireAttendeePage,
      keyOf: personKey,
    },
    range,
    options,
  )
  return ownStamps(session, rows)
}

function personKey({ eventid, eventuserid }: WirePersonStamp): string {
  return `${eventid}/${eventuserid}`
}

/** Unlike the event list, people of sub-accounts are in unless they are asked not to be. */
function ownStamps({ on24ClientId }: On24Session, rows: readonly WirePersonStamp[]) {
  return rows
    .filter(({ clientid }) => (clientid ?? on24ClientId) === on24ClientId)
    .map(toPersonStamp)
}
