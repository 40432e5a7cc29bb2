/** Reads one webinar and counts what would be written. Stores only the counts. */
import type { On24Client } from '../../src/on24/client.ts'
import type { AccountCipher } from '../../src/crypto/account-cipher.ts'
import { type DecisionRules, decideWebinar } from '../../src/reading/decide.ts'
import { knownRows } from '../../src/store/rows/stored/known-rows.ts'
import { webinarPeople } from '../../src/reading/webinar-people.ts'
import { saveDryRun } from '../../src/store/runs/backfills.ts'
import type { Store } from '../../src/store/database.ts'
import { collectBoth } from './collect-both.ts'
import type { HeldRows } from '../../src/rows-in-memory.ts'
import { registrationsOf } from '../../src/store/rows/stored/registrations.ts'
import { waitingRowsOf } from '../../src/store/rows/stored/waiting-rows.ts'
import { zoneOfRows } from '../../src/store/webinars/act-on-lists.ts'
import { findWebinar } from '../../src/store/webinars/webinars.ts'
import { countDryRun } from '../../src/reading/count-dry-run.ts'

export interface DryRead extends Pick<DecisionRules, 'cancelledRegistrants'> {
  readonly store: Store
  readonly cipher: AccountCipher
  readonly on24: On24Client
  readonly on24ClientId: string
  readonly eventId: string
  readonly runKey: string
  /** IANA: used unless the webinar's list was created with another one. */
  readonly timeZone: string
  readonly held: HeldRows
  readonly signal: AbortSignal
}

/** Throws as `readWebinar` does. */
export async function dryReadWebinar(read: DryRead): Promise<void> {
  const { store, on24ClientId, eventId, signal } = read
  // The store may not have the webinar, so it is unknown whether it has begun. Before it begins, there are none.
  const [registrants, attendees] = await collectBoth(read, true)
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
  const counts = countDryRun({ decisions, unreadable }, known, waiting, contacts)
  await saveDryRun(store, read.runKey, eventId, counts)
}
