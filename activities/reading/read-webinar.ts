/** Reads one webinar whole at event level and stores the result. */
import type { Attendee, Registrant } from '../../src/contracts/people.ts'
import type { AccountCipher } from '../../src/crypto/account-cipher.ts'
import type { On24Client } from '../../src/on24/client.ts'
import type { Store } from '../../src/store/database.ts'
import { collectBoth } from './collect-both.ts'
import type { HeldRows } from '../../src/rows-in-memory.ts'
import { getWebinar } from '../../src/store/webinars/webinars.ts'
import { saveWebinars } from '../../src/store/webinars/discovered-webinars.ts'
import { saveRead } from '../../src/store/rows/save-read.ts'
import type { ReadToSave } from '../../src/store/rows/stored/new-waiting-rows.ts'
import { webinarPeople, type WebinarPeople } from '../../src/reading/webinar-people.ts'

export interface WebinarRead {
  readonly store: Store
  readonly cipher: AccountCipher
  readonly on24: On24Client
  readonly on24ClientId: string
  readonly eventId: string
  readonly runKey: string
  /** IANA. */
  readonly timeZone: string
  readonly cancelledRegistrants: 'keep' | 'remove'
  readonly held: HeldRows
  readonly signal: AbortSignal
  readonly now: () => Date
}

/** The people of a webinar as one read returned them. */
export interface PeopleRead {
  readonly people: WebinarPeople
  readonly readStartedAt: Date
  /** ISO 8601 UTC; null if nobody was ever active. */
  readonly latestActivityAt: string | null
}

/** Throws On24EventUnavailable if ON24 no longer has the event, and the other errors of the ON24 client. */
export async function readWebinar(read: WebinarRead): Promise<void> {
  await savePeople(read, await readPeople(read))
}

/** Throws as `readWebinar` does. */
export async function readPeople(read: WebinarRead): Promise<PeopleRead> {
  const { store, on24, on24ClientId, eventId, signal, now } = read
  const readStartedAt = now()
  const webinar = await getWebinar(store, on24ClientId, eventId)
  const isYetToCome = webinar.liveStart !== null && webinar.liveStart > readStartedAt
  // The start may have been moved into the future after people had attended.
  const hasNoAttendeesYet = isYetToCome && !webinar.hasAttendees
  const [registrants, attendees] = await collectBoth(read, !hasNoAttendeesYet)
  const wasKnown = webinar.lastReadStartedAt !== null
  if (webinar.listId === null && wasKnown && registrants.byId.size > 0) {
    // The list is about to be named, and no list of changes shows that a webinar was renamed.
    const event = await on24.readEvent(eventId, { signal })
    await saveWebinars(store, on24ClientId, [event], readStartedAt)
  }
  signal.throwIfAborted()
  return {
    people: webinarPeople(registrants, attendees),
    readStartedAt,
    latestActivityAt: latestActivity(
      registrants.byId.values(),
      attendees.byId.values(),
      readStartedAt,
    ),
  }
}

async function savePeople(read: WebinarRead, peopleRead: PeopleRead): Promise<void> {
  await saveRead(read.store, read.cipher, readToSave(read, peopleRead))
}

export function readToSave(read: WebinarRead, peopleRead: PeopleRead): ReadToSave {
  const { on24ClientId, eventId, runKey, timeZone, cancelledRegistrants, now } = read
  const where = { on24ClientId, eventId, runKey, timeZone, cancelledRegistrants }
  return { ...where, ...peopleRead, storedAt: now() }
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Ignores stamps beyond tomorrow: every read until then would count them as new activity. */
function latestActivity(
  registrants: Iterable<Registrant>,
  attendees: Iterable<Attendee>,
  now: Date,
): string | null {
  let latest = Number.NEGATIVE_INFINITY
  const note = (stamp: string | null) => {
    const ms = Date.parse(stamp ?? '')
    if (ms > latest && ms < now.getTime() + DAY_MS) latest = ms
  }
  for (const registrant of registrants) {
    note(registrant.createTimestamp)
    note(registrant.lastActivity)
  }
  for (const attendee of attendees) {
    note(attendee.lastLiveActivity)
    note(attendee.lastArchiveActivity)
    note(attendee.firstLiveActivity)
    note(attendee.firstArchiveActivity)
  }
  return Number.isFinite(latest) ? new Date(latest).toISOString() : null
}
