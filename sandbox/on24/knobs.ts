/**
 * Settings for what is unknown about the real ON24. They may be changed while the server runs. Each default is the
 * setting that is harder for a client.
 */
import type { Span } from '../span.ts'

export interface On24Knobs {
  /** Calls per minute of real time and client account, by endpoint class; default no limit. */
  readonly callsPerMinute: Record<EndpointClass, number>
  /** Calls of all classes together; default no limit. */
  callsPerMinuteInAll: number
  quotaStatus: 403 | 429

  /** Days without a call after which a token is deactivated; documented: 60. */
  idleDays: number
  /** Text for a deactivated token; ON24 does not document `deactivated` for reads. */
  idleTokenText: 'deactivated' | 'wrongOrInvalid'
  /** Tokens of accounts in the other region are unknown; with `any`, all are known. */
  region: 'any' | 'na' | 'eu'

  /** The default of `userstatus`; the documentation names all three. */
  defaultUserStatus: 'any' | 'all' | 'regular'
  /** Whether registering on ON24's own page sets `lastactivity`. */
  pageSeedsLastActivity: boolean
  /** Whether registrants' rows show their `lastactivity`; the filter uses it in any case. */
  showsLastActivity: boolean
  /** Whether a forgotten person's row keeps its dates; documented: everything but the ids and the names is NULL. */
  forgottenKeepDates: boolean
  /** Whether `excludeanonymous=Y` also drops people without any address. */
  excludeAnonymousDrops: 'systemGenerated' | 'systemGeneratedAndNoAddress'

  /** Whether `/event` without `includesubaccounts=Y` has pages too. */
  pagesWithoutSubAccounts: boolean
  /** The shape of a list without rows. */
  readonly zeroResults: { rows: 'emptyArray' | 'absent'; pageCount: 0 | 1 }
  /** What happens to an `itemsperpage` above the maximum. */
  overCap: 'clamp' | 'refuse'
  /** What happens to a `pageoffset` beyond the last page. */
  pageOutOfRange: 'empty' | 'refuse'
  rowOrder: 'newestFirst' | 'arbitrary'
  /** What happens to a `startdate` or `enddate` with a time of day. */
  dateTimes: 'refuse' | 'takeTheDay'

  readonly staleness: {
    /** Age of the score at both levels, and of stamps, views and poll count at account level; 3–24. */
    cacheHours: number
    /** Age at which an attendee appears at account level; up to 24. */
    newAttendeeHours: number
    /** Age at which activity updates an event's `lastupdated`; 2–12. */
    lastUpdatedHours: number
  }
  /** Whether the account-level `lastActivity` filter uses the true date or the cached one. */
  lastActivityFilter: 'cached' | 'fresh'

  ids: 'int' | 'string' | 'mixed'
  /** Writes last archive stamps with −08:00 even in summer. */
  mixedOffsets: boolean
  inactiveEventText: 'event' | 'eventId'
  /** Rows per chunk of an event-level response. */
  rowsPerChunk: number
  /** Real time from the arrival of a call, where its quota is checked, to its effect and response. */
  callMs: Span
}

export type EndpointClass = 'events' | 'event' | 'people' | 'client'

export function defaultOn24Knobs(): On24Knobs {
  return {
    callsPerMinute: { events: Infinity, event: Infinity, people: Infinity, client: Infinity },
    callsPerMinuteInAll: Infinity,
    quotaStatus: 403,
    idleDays: 60,
    idleTokenText: 'wrongOrInvalid',
    region: 'any',
    defaultUserStatus: 'regular',
    pageSeedsLastActivity: false,
    showsLastActivity: false,
    forgottenKeepDates: false,
    excludeAnonymousDrops: 'systemGenerated',
    pagesWithoutSubAccounts: false,
    zeroResults: { rows: 'absent', pageCount: 0 },
    overCap: 'clamp',
    pageOutOfRange: 'refuse',
    rowOrder: 'newestFirst',
    dateTimes: 'refuse',
    staleness: { cacheHours: 6, newAttendeeHours: 6, lastUpdatedHours: 4 },
    lastActivityFilter: 'cached',
    ids: 'mixed',
    mixedOffsets: true,
    inactiveEventText: 'event',
    rowsPerChunk: 200,
    callMs: 0,
  }
}
