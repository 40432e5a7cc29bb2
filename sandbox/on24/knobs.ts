/**
 * What is unknown about the real ON24, as switches that may be turned while the server runs.
 * Each default is the setting that is harder on a client.
 */

export interface On24Knobs {
  /** Calls per minute of real time and client account, by endpoint class; default no limit. */
  readonly callsPerMinute: Record<EndpointClass, number>
  /** Calls of all classes together; default no limit. */
  callsPerMinuteInAll: number
  quotaStatus: 403 | 429

  /** Days without a call after which a token is deactivated; documented: 60. */
  idleDays: number
  /** Words for a deactivated token; reads are not documented to say `deactivated`. */
  idleTokenText: 'deactivated' | 'wrongOrInvalid'
  /** Tokens of accounts in the other region are unknown here; `any` knows them all. */
  region: 'any' | 'na' | 'eu'

  /** What a call without `userstatus` gets; the documentation says all three. */
  defaultUserStatus: 'any' | 'all' | 'regular'
  /** Whether registering on the page that ON24 hosts sets `lastactivity`. */
  pageSeedsLastActivity: boolean
  /** Whether registrants' rows show their `lastactivity`; the filter goes by it all the same. */
  showsLastActivity: boolean
  /** Whether a forgotten person's row keeps its dates; documented: everything but the ids and the names is NULL. */
  forgottenKeepDates: boolean
  /** Whether `excludeanonymous=Y` also drops people without any address. */
  excludeAnonymousDrops: 'systemGenerated' | 'systemGeneratedAndNoAddress'

  /** Whether `/event` without `includesubaccounts=Y` has pages too. */
  pagesWithoutSubAccounts: boolean
  /** What a list without rows looks like. */
  readonly zeroResults: { rows: 'emptyArray' | 'absent'; pageCount: 0 | 1 }
  /** `itemsperpage` above the cap. */
  overCap: 'clamp' | 'refuse'
  /** `pageoffset` behind the last page. */
  pageOutOfRange: 'empty' | 'refuse'
  rowOrder: 'newestFirst' | 'arbitrary'
  /** A date with a time of day in `startdate` or `enddate`. */
  dateTimes: 'refuse' | 'takeTheDay'

  readonly staleness: {
    /** Age of the score everywhere, and of stamps, views and poll count at account level; 3–24. */
    cacheHours: number
    /** Age at which an attendee shows at account level; up to 24. */
    newAttendeeHours: number
    /** Age at which activity moves an event's `lastupdated`; 2–12. */
    lastUpdatedHours: number
  }
  /** Whether the account-level `lastActivity` filter looks at the true date or the cached one. */
  lastActivityFilter: 'cached' | 'fresh'

  ids: 'int' | 'string' | 'mixed'
  /** Writes last archive stamps with −08:00 even in summer. */
  mixedOffsets: boolean
  inactiveEventText: 'event' | 'eventId'
  /** Rows per chunk of an event-level answer. */
  rowsPerChunk: number
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
  }
}
