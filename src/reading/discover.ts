/**
 * Finds out which webinars of an account had activity. Account-level calls only say that, and when: people
 * are read at event level afterwards, because the account-level lists mix in values that are a day old.
 */
import type { PersonStamp } from '../contracts/people.ts'
import type { Webinar } from '../contracts/webinar.ts'
import type { On24Client } from '../on24/client.ts'
import { On24EventUnavailable } from '../on24/errors.ts'
import { pacificDayOf, plusDays } from '../on24/pacific-days.ts'
import type { Store } from '../store/database.ts'
import { knownEventIds, noteActivity, saveWebinars } from '../store/webinars.ts'

export interface Discovery {
  readonly store: Store
  readonly on24: On24Client
  readonly on24ClientId: string
  /** Null before the first run: then events of the last 90 days are met, and everybody of the last days. */
  readonly cursorAt: Date | null
  readonly lookbackHours: number
  readonly signal: AbortSignal
  readonly now: () => Date
}

const HOUR_MS = 60 * 60 * 1000
const FIRST_LOOK_DAYS = 90

/**
 * Asks ON24 for events by `updated`, attendees by `lastActivity`, and registrants by registration date and
 * by `lastActivity`, in whole Pacific days up to today, and stores what it learns of webinars.
 */
export async function discover(discovery: Discovery): Promise<void> {
  const { store, on24, on24ClientId, cursorAt, lookbackHours, signal, now } = discovery
  const seenAt = now()
  const cursor = cursorAt ?? seenAt
  const to = pacificDayOf(seenAt)
  const lookback = pacificDayOf(new Date(cursor.getTime() - lookbackHours * HOUR_MS))
  const dayBefore = plusDays(pacificDayOf(cursor), -1)
  const firstEvents = cursorAt === null ? plusDays(to, -FIRST_LOOK_DAYS) : lookback

  const events = await on24.listEvents({ mode: 'updated', from: firstEvents, to }, { signal })
  const stamps = [
    ...(await on24.listAttendeeStamps({ from: lookback, to }, { signal })),
    ...(await on24.listRegistrantStamps({ by: 'registration', from: dayBefore, to }, { signal })),
    ...(await on24.listRegistrantStamps({ by: 'lastActivity', from: dayBefore, to }, { signal })),
  ]

  await saveWebinars(store, on24ClientId, events, seenAt)
  const latestByEvent = latestStamps(stamps)
  const known = await knownEventIds(store, on24ClientId, [...latestByEvent.keys()])
  const unknown = [...latestByEvent.keys()].filter((eventId) => !known.has(eventId))
  for (const eventId of unknown) {
    await saveWebinars(store, on24ClientId, [await lookUp(discovery, eventId)], seenAt)
  }
  await noteActivity(store, on24ClientId, latestByEvent)
}

function latestStamps(stamps: readonly PersonStamp[]): Map<string, string | null> {
  const latest = new Map<string, string | null>()
  for (const { eventId, latestActivityAt } of stamps) {
    const before = latest.get(eventId) ?? null
    // ISO 8601 in UTC: the later stamp is the greater text.
    const isLater = before === null || (latestActivityAt !== null && latestActivityAt > before)
    latest.set(eventId, isLater ? latestActivityAt : before)
  }
  return latest
}

/**
 * An event that no list shows. One that is gone, or that is another client's after all, is remembered as
 * not to be read, so that it is not looked up again.
 */
async function lookUp(
  { on24, on24ClientId, signal }: Discovery,
  eventId: string,
): Promise<Webinar> {
  try {
    const event = await on24.readEvent(eventId, { signal })
    return event.on24ClientId === on24ClientId ? event : { ...event, isActive: false }
  } catch (error) {
    if (!(error instanceof On24EventUnavailable)) throw error
    return {
      eventId,
      on24ClientId,
      title: null,
      contentType: 'unknown',
      isTestEvent: false,
      isActive: false,
      goodAfter: null,
      liveStart: null,
      liveEnd: null,
      lastUpdated: null,
    }
  }
}
