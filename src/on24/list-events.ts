/** Lists the account's events by date. Events of sub-accounts are not returned. */
import type { Scan } from '../contracts/scan.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { Webinar } from '../contracts/webinar.ts'
import { toWebinar } from './wire/domain-rows.ts'
import { listRows } from './list-pages.ts'
import type { DayRange } from './pacific-days.ts'
import type { On24Session } from './request.ts'
import { wireEvent, wireEventPage } from './wire/schemas.ts'

/**
 * The date that the range applies to. `updated` is the last audience activity, which ON24 shows 2–12 hours late;
 * `creation` finds every event; `livestart` and `goodafter` are the planned times.
 */
export type EventDateMode = 'updated' | 'creation' | 'livestart' | 'goodafter'

/**
 * ON24 REST API, GET /client/{clientId}/event. Lists all content types, inactive events and test events.
 * Sub-accounts are requested because ON24 pages the list only then; their events are removed by client id.
 * The order is newest first, so that an event that moves during the scan moves to the head of the list.
 */
export async function listEvents(
  session: On24Session,
  { mode, from, to }: DayRange & { readonly mode: EventDateMode },
  scan: Scan<Webinar>,
  options: CallOptions,
): Promise<void> {
  const query = {
    datefiltermode: mode,
    filterorder: 'desc',
    includeinactive: 'Y',
    includesubaccounts: 'Y',
    contenttype: 'all',
  }
  const list = {
    request: { endpoint: 'events', paceKind: 'events', path: '/event', query } as const,
    page: wireEventPage,
    row: wireEvent,
    keyOf: ({ eventid }: { readonly eventid: string }) => eventid,
  }
  await listRows(
    session,
    list,
    { from, to },
    {
      before: scan.before,
      keep: (rows, place, unreadable) => {
        const own = rows
          .map((row) => toWebinar(row, session.on24ClientId))
          .filter((webinar) => webinar.on24ClientId === session.on24ClientId)
        return scan.keep(own, place, unreadable)
      },
    },
    options,
  )
}
