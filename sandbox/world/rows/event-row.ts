/** One event as ON24 sends it. The title is in `description`; the caller passes the aged `lastupdated`. */
import { pacificStamp } from '../pacific-time.ts'
import type { WebinarState } from '../webinar-state.ts'

interface EventAnalytics {
  readonly totalregistrants: number
  readonly totalattendees: number
  readonly liveattendees: number
  readonly ondemandattendees: number
  readonly totalcumulativeliveminutes: number
  readonly totalcumulativearchiveminutes: number
}

export interface EventRow {
  readonly eventid: number
  readonly clientid: number
  readonly description?: string
  readonly contenttype: string
  readonly eventtype: string
  readonly isactive: boolean
  readonly istestevent: boolean
  readonly ishybridevent: boolean
  readonly regrequired: boolean
  readonly goodafter: string
  readonly livestart: string
  readonly liveend: string
  readonly archivestart: string
  readonly archiveend: string
  readonly createtimestamp: string
  readonly lastmodified: string
  readonly lastupdated: string
  readonly displaytimezonecd: string
  readonly localelanguagecd: string
  readonly scheduledeventduration: number
  readonly partnerrefstats: readonly { readonly code: string; readonly count: number }[]
  readonly eventanalytics?: EventAnalytics
}

const MINUTE_MS = 60_000

/** The dates that a caller can filter by, in milliseconds. Null before the webinar exists. */
export function eventTimes(webinar: WebinarState) {
  if (webinar.settings === null) return null
  const { liveStartAt, liveEndAt } = webinar.settings
  return {
    goodafter: liveStartAt - 15 * MINUTE_MS,
    livestart: liveStartAt,
    liveend: liveEndAt,
    archivestart: liveEndAt + 30 * MINUTE_MS,
    archiveend: liveEndAt + 365 * 24 * 60 * MINUTE_MS,
    creation: webinar.createdAt,
    modified: webinar.modifiedAt,
  }
}

/** `updatedAt`: the last audience activity that may be shown. Null before the webinar exists. */
export function eventRow(webinar: WebinarState, updatedAt: number): EventRow | null {
  const { settings } = webinar
  const times = eventTimes(webinar)
  if (settings === null || times === null) return null
  const hasAnalytics = !['virtualenvironment', 'golive'].includes(settings.contentType)
  return {
    ...(hasAnalytics && { eventanalytics: analyticsOf(webinar) }),
    eventid: webinar.eventId,
    clientid: webinar.clientId,
    goodafter: pacificStamp(times.goodafter),
    isactive: webinar.isActive,
    regrequired: settings.regRequired,
    ...(settings.title !== null && { description: settings.title }),
    displaytimezonecd: 'America/Los_Angeles',
    eventtype: 'Live Webcam',
    createtimestamp: pacificStamp(times.creation),
    localelanguagecd: 'en',
    lastmodified: pacificStamp(times.modified),
    lastupdated: pacificStamp(updatedAt),
    livestart: pacificStamp(times.livestart),
    liveend: pacificStamp(times.liveend),
    archivestart: pacificStamp(times.archivestart),
    archiveend: pacificStamp(times.archiveend),
    scheduledeventduration: Math.round((settings.liveEndAt - settings.liveStartAt) / MINUTE_MS),
    contenttype: settings.contentType,
    istestevent: settings.isTestEvent,
    ishybridevent: false,
    partnerrefstats: [{ code: '-', count: webinar.registrantCount }],
  }
}

function analyticsOf(webinar: WebinarState): EventAnalytics {
  return {
    totalregistrants: webinar.registrantCount,
    totalattendees: webinar.attendeeCount,
    liveattendees: webinar.attendeeCountBy.live,
    ondemandattendees: webinar.attendeeCountBy.archive,
    totalcumulativeliveminutes: Math.round(webinar.minutesBy.live),
    totalcumulativearchiveminutes: Math.round(webinar.minutesBy.archive),
  }
}
