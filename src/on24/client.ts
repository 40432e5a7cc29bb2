/** The ON24 client of one account: one method per call, each in its own file. Keeps no state between calls. */
import type { Attendee, PersonStamp, Registrant, UnreadableRow } from '../contracts/people.ts'
import type { Scan } from '../contracts/scan.ts'
import type {
  CallOptions,
  On24CallKind,
  OnVendorCall,
  QuotaPace,
} from '../contracts/vendor-call.ts'
import type { Webinar } from '../contracts/webinar.ts'
import type { HttpTimeouts } from '../http/call-watch.ts'
import { createHttpCaller } from '../http/http-caller.ts'
import { checkToken } from './check-token.ts'
import { listEvents } from './list-events.ts'
import type { EventDateMode } from './list-events.ts'
import { listAttendeeStamps, listRegistrantStamps } from './list-person-stamps.ts'
import type { RegistrantDate } from './list-person-stamps.ts'
import type { DayRange } from './pacific-days.ts'
import { readEvent } from './read-event.ts'
import { readAttendees, readRegistrants } from './read-people.ts'
import type { On24Credentials } from './request.ts'

export interface On24ClientOptions {
  /** Origin of the region's host, without a path. */
  readonly baseUrl: string
  readonly on24ClientId: string
  readonly credentials: On24Credentials
  readonly pace: QuotaPace<On24CallKind>
  readonly onCall?: OnVendorCall
  /** For the lists. Reads of whole events have longer timeouts of their own; only `connectMs` applies to them too. */
  readonly timeouts?: Partial<HttpTimeouts>
  readonly now: () => Date
}

export interface On24Client {
  checkToken(options: CallOptions): Promise<void>
  /** Like the other two lists, read page by page: `scan` keeps each page before the next is requested. */
  listEvents(
    range: DayRange & { mode: EventDateMode },
    scan: Scan<Webinar>,
    options: CallOptions,
  ): Promise<void>
  readEvent(eventId: string, options: CallOptions): Promise<Webinar>
  listRegistrantStamps(
    range: DayRange & { by: RegistrantDate },
    scan: Scan<PersonStamp>,
    options: CallOptions,
  ): Promise<void>
  listAttendeeStamps(range: DayRange, scan: Scan<PersonStamp>, options: CallOptions): Promise<void>
  readRegistrants(eventId: string, options: CallOptions): AsyncIterable<Registrant | UnreadableRow>
  readAttendees(eventId: string, options: CallOptions): AsyncIterable<Attendee | UnreadableRow>
}

/** `/wcc/api/v2`, which the vendor's specification names, does not exist on the public hosts. */
const API_PATH = '/v2'

const TIMEOUTS = { connectMs: 10_000, responseMs: 60_000, idleMs: 30_000, totalMs: 120_000 }

const MAX_PAGE_BYTES = 64 * 1024 * 1024

export function createOn24Client(options: On24ClientOptions): On24Client {
  const { on24ClientId, credentials, pace, now } = options
  const http = createHttpCaller({
    vendor: 'on24',
    baseUrl: options.baseUrl.replace(/\/+$/, '') + API_PATH,
    timeouts: { ...TIMEOUTS, ...options.timeouts },
    maxBodyBytes: MAX_PAGE_BYTES,
    onCall: options.onCall,
  })
  const session = { on24ClientId, credentials, http, pace, now }
  return {
    checkToken: (call) => checkToken(session, call),
    listEvents: (range, scan, call) => listEvents(session, range, scan, call),
    readEvent: (eventId, call) => readEvent(session, eventId, call),
    listRegistrantStamps: (range, scan, call) => listRegistrantStamps(session, range, scan, call),
    listAttendeeStamps: (range, scan, call) => listAttendeeStamps(session, range, scan, call),
    readRegistrants: (eventId, call) => readRegistrants(session, eventId, call),
    readAttendees: (eventId, call) => readAttendees(session, eventId, call),
  }
}
