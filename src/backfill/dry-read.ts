/** Reads one webinar and counts what would be written. Stores the counts and nothing else. */
import type { On24Client } from '../on24/client.ts'
import type { AccountCipher } from '../crypto/account-cipher.ts'
import { type DecisionRules, decideWebinar } from '../reading/decide.ts'
import { knownRows } from '../reading/known-rows.ts'
import { attendeesOf, registrantsOf, webinarPeople } from '../reading/webinar-people.ts'
import { saveWouldBe } from '../store/backfills.ts'
import type { Store } from '../store/database.ts'
import { registrationsOf } from '../store/rows/registrations.ts'
import { waitingRowsOf } from '../store/rows/waiting-rows.ts'
import { zoneOfRows } from '../store/webinar-lists.ts'
import { findWebinar } from '../store/webinars.ts'
import { wouldBe } from './would-be.ts'

export interface DryRead extends Pick<DecisionRules, 'cancelledRegistrants'> {
  readonly store: Store
  readonly cipher: AccountCipher
  readonly on24: On24Client
  readonly on24ClientId: string
  readonly eventId: string
  readonly runKey: string
  /** IANA: used unless the webinar's list was made with another one. */
  readonly timeZone: string
  readonly signal: AbortSignal
}

/** Throws as `readWebinar` does. */
export async function readDry(read: DryRead): Promise<void> {
  const { store, on24, on24ClientId, eventId, signal } = read
  // Whether it has begun is not known of a webinar that the store does not hold: before, there is nobody.
  const registrants = await registrantsOf(on24, eventId, { signal })
  const attendees = await attendeesOf(on24, eventId, { signal })
  signal.throwIfAborted()

  const webinar = await findWebinar(store, on24ClientId, eventId)
  const waiting = await waitingRowsOf(store, on24ClientId, eventId)
  const registrations = await registrationsOf(store, on24ClientId, eventId)
  const known = knownRows(registrations, waiting)
  const people = webinarPeople(registrants, attendees)
  const decisions = decideWebinar(people, known, {
    hash: read.cipher.hash,
    timeZone: webinar === undefined ? read.timeZone : zoneOfRows(webinar, read.timeZone),
    cancelledRegistrants: read.cancelledRegistrants,
  })
  const unreadable = people.unreadable
  const contacts = registrations.filter((row) => row.confirmedAt !== null).length
  const counts = wouldBe({ decisions, unreadable }, known, waiting, contacts)
  await saveWouldBe(store, read.runKey, eventId, counts)
}
