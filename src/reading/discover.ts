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
import {
  knownEventIds,
  leaveToEveryRun,
  markAttended,
  noteActivity,
  saveWebinars,
} from '../store/webinars.ts'

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

/** What one of the four questions found: events with all that is known of them, or only people's stamps. */
interface Found {
  readonly events: readonly Webinar[]
  readonly stamps: readonly PersonStamp[]
  /** The stamps are of people who attended. */
  readonly attended?: true
}

/**
 * Asks ON24 for events by `updated`, attendees by `lastActivity`, and registrants by registration date and
 * by `lastActivity`, in whole Pacific days up to today, and stores what it learns of webinars. `answered`
 * of the questions were stored before, by an attempt that ended early; `onAnswer` is told of each further one.
 */
export async function discover(
  discovery: Discovery,
  answered: number,
  onAnswer: (answered: number) => Promise<void>,
): Promise<void> {
  for (const [index, ask] of questions(discovery).entries()) {
    if (index < answered) continue
    await store(discovery, await ask())
    await onAnswer(index + 1)
  }
}

function questions(discovery: Discovery): readonly (() => Promise<Found>)[] {
  const { on24, cursorAt, lookbackHours, signal, now } = discovery
  const cursor = cursorAt ?? now()
  const to = pacificDayOf(now())
  const lookback = pacificDayOf(new Date(cursor.getTime() - lookbackHours * HOUR_MS))
  const dayBefore = plusDays(pacificDayOf(cursor), -1)
  const firstEvents = cursorAt === null ? plusDays(to, -FIRST_LOOK_DAYS) : lookback
  const people = async (stamps: Promise<PersonStamp[]>) => ({ events: [], stamps: await stamps })
  return [
    async () => {
      const events = await on24.listEvents({ mode: 'updated', from: firstEvents, to }, { signal })
      return { events, stamps: [] }
    },
    async () => ({
      ...(await people(on24.listAttendeeStamps({ from: lookback, to }, { signal }))),
      attended: true,
    }),
    () =>
      people(on24.listRegistrantStamps({ by: 'registration', from: dayBefore, to }, { signal })),
    () =>
      people(on24.listRegistrantStamps({ by: 'lastActivity', from: dayBefore, to }, { signal })),
  ]
}

async function store(discovery: Discovery, { events, stamps, attended }: Found): Promise<void> {
  const { on24ClientId, now } = discovery
  await saveWebinars(discovery.store, on24ClientId, events, now())
  const latestByEvent = latestStamps(stamps)
  const known = await knownEventIds(discovery.store, on24ClientId, [...latestByEvent.keys()])
  for (const eventId of latestByEvent.keys()) {
    if (known.has(eventId)) continue
    await saveWebinars(discovery.store, on24ClientId, [await lookUp(discovery, eventId)], now())
  }
  if (attended) await markAttended(discovery.store, on24ClientId, [...latestByEvent.keys()])
  await leaveToEveryRun(discovery.store, on24ClientId, [...known])
  await noteActivity(discovery.store, on24ClientId, latestByEvent, now())
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
