/** An operator has decided about the held removals of a webinar: apply them, or drop them. */
import { sql } from 'kysely'
import type { Store } from '../database.ts'
import { dropRows } from './drop.ts'
import type { WebinarPlace } from './take-up.ts'
import { approveExtraRows, dropExtraRows } from '../verifications/extra-rows.ts'
import { writeTroubleNotices } from '../troubles/trouble-notices.ts'
import { lockWebinar } from '../webinars/webinars.ts'

const IS_HELD = sql<boolean>`state = 'held'`

/**
 * Makes the held removals pending for the next delivery; the guard does not hold them again. Returns how many there
 * were; 0 changes nothing. Only inside a transaction.
 */
export async function applyHeld(tx: Store, place: WebinarPlace, at: Date): Promise<number> {
  const { on24ClientId, eventId } = place
  await lockWebinar(tx, on24ClientId, eventId)
  const { numUpdatedRows } = await tx
    .updateTable('waitingRow')
    .set({ state: 'pending', removalDecided: true })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where(IS_HELD)
    .executeTakeFirstOrThrow()
  const extraRows = await approveExtraRows(tx, place)
  await writeTroubleNotices(tx, on24ClientId, at)
  return Number(numUpdatedRows) + extraRows
}

/**
 * The contacts stay in the list as long as ON24 reports these people unchanged: reads compare with the reason stored in
 * their registrations. Rows that a repair found stay until the next repair. Returns how many there were; 0 changes
 * nothing. Only inside a transaction.
 */
export async function dropHeld(tx: Store, place: WebinarPlace, at: Date): Promise<number> {
  const { on24ClientId, eventId } = place
  await lockWebinar(tx, on24ClientId, eventId)
  await sql`
    update registration set kept_despite = waiting.removal_reason
    from waiting_row as waiting
    where registration.on24_client_id = ${on24ClientId} and registration.event_id = ${eventId}
      and waiting.on24_client_id = ${on24ClientId} and waiting.event_id = ${eventId}
      and waiting.registrant_id = registration.registrant_id and ${IS_HELD}
  `.execute(tx)
  const dropped = await dropRows(tx, place, { outcome: 'dropped', at, which: IS_HELD })
  const extraRows = await dropExtraRows(tx, place)
  await writeTroubleNotices(tx, on24ClientId, at)
  return dropped + extraRows
}
