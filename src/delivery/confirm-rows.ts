/**
 * Books what Act-On did: in one transaction a row leaves the waiting rows, its hashes are kept, and the
 * run counts it. From then on nothing personal of it is stored.
 */
import { sql } from 'kysely'
import type { Store } from '../store/database.ts'
import { countOutcomes } from '../store/run-webinars.ts'
import { takeUpRows } from '../store/taken-rows.ts'
import { areOf, deleteWaitingRows } from '../store/waiting-rows.ts'
import { lockWebinar } from '../store/webinars.ts'
import type { Delivery } from './delivery.ts'

export interface ConfirmedRows {
  readonly registrantIds: readonly string[]
  /** How many of them Act-On created; null where its answer does not say: then our store decides. */
  readonly created: number | null
}

type Place = Pick<Delivery, 'on24ClientId' | 'eventId' | 'runKey'>

export async function confirmWritten(
  delivery: Pick<Delivery, 'store' | 'now'> & Place,
  { registrantIds, created }: ConfirmedRows,
): Promise<void> {
  if (registrantIds.length === 0) return
  const { store, on24ClientId, eventId, runKey, now } = delivery
  await store.transaction().execute(async (tx) => {
    await lockWebinar(tx, on24ClientId, eventId)
    await takeUpRows(tx, runKey, delivery, areOf(registrantIds))
    const known = await countKnown(tx, delivery, registrantIds)
    await dropOvertaken(tx, delivery, registrantIds, now())
    await sql`
      insert into registration (on24_client_id, event_id, registrant_id, address_hash, registration_hash,
        activity_hash, cells_mask, attended, confirmed_at)
      select on24_client_id, event_id, registrant_id, address_hash, registration_hash, activity_hash,
        cells_mask, attended, ${now().toISOString()}::timestamptz
      from waiting_row
      where on24_client_id = ${on24ClientId} and event_id = ${eventId}
        and registrant_id = any(${registrantIds}::text[])
      on conflict (on24_client_id, event_id, registrant_id) do update set
        address_hash = excluded.address_hash, registration_hash = excluded.registration_hash,
        activity_hash = excluded.activity_hash, cells_mask = excluded.cells_mask,
        attended = excluded.attended, confirmed_at = excluded.confirmed_at, forgotten_at = null
    `.execute(tx)
    // One that is gone was booked by somebody else.
    const booked = await deleteWaitingRows(tx, on24ClientId, eventId, registrantIds)
    const createdCount = Math.min(created ?? registrantIds.length - known, booked)
    await countOutcomes(tx, runKey, eventId, {
      created: createdCount,
      updated: booked - createdCount,
    })
  })
}

/** A removed person leaves our store too; somebody forgotten leaves a receipt that names nobody. */
export async function confirmRemoved(
  delivery: Pick<Delivery, 'store' | 'now'> & Place,
  registrantId: string,
  reason: string | null,
  rowsRemoved: number,
): Promise<void> {
  const { store, on24ClientId, eventId, runKey, now } = delivery
  await store.transaction().execute(async (tx) => {
    await lockWebinar(tx, on24ClientId, eventId)
    await takeUpRows(tx, runKey, delivery, areOf([registrantId]))
    if (reason === 'forgotten') {
      await tx
        .insertInto('removal_receipt')
        .values({
          on24_client_id: on24ClientId,
          event_id: eventId,
          registrant_id: registrantId,
          rows_removed: rowsRemoved,
          removed_at: now(),
          note: RECEIPT_NOTE,
        })
        .execute()
    }
    await tx
      .deleteFrom('registration')
      .where('on24_client_id', '=', on24ClientId)
      .where('event_id', '=', eventId)
      .where('registrant_id', '=', registrantId)
      .execute()
    const removed = await deleteWaitingRows(tx, on24ClientId, eventId, [registrantId])
    await countOutcomes(tx, runKey, eventId, { removed })
  })
}

const RECEIPT_NOTE =
  "Removed from this webinar's list. Act-On's account-wide contacts may still hold the person."

async function countKnown(
  tx: Store,
  { on24ClientId, eventId }: Place,
  registrantIds: readonly string[],
): Promise<number> {
  const { count } = await tx
    .selectFrom('registration')
    .select((select) => select.fn.countAll().as('count'))
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .where(sql<boolean>`registrant_id = any(${registrantIds}::text[])`)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The address now belongs to another registration: what was kept for the earlier one is no longer true. */
async function dropOvertaken(
  tx: Store,
  place: Place,
  registrantIds: readonly string[],
  at: Date,
): Promise<void> {
  const { on24ClientId, eventId } = place
  const addressHashes = await addressHashesOf(tx, place, registrantIds)
  await sql`
    with overtaken as (
      delete from registration
      where on24_client_id = ${on24ClientId} and event_id = ${eventId}
        and address_hash = any(${addressHashes}::text[])
        and registrant_id <> all(${registrantIds}::text[])
      returning registrant_id, forgotten_at
    )
    insert into removal_receipt (on24_client_id, event_id, registrant_id, rows_removed, removed_at, note)
    select ${on24ClientId}, ${eventId}, registrant_id, 0, ${at.toISOString()}::timestamptz,
      ${`Rewritten from another registration with the same address. ${RECEIPT_NOTE}`}
    from overtaken where forgotten_at is not null
  `.execute(tx)
}

/**
 * Not a join: right after thousands of rows were stored PostgreSQL has no statistics of them, and compares each
 * with each.
 */
async function addressHashesOf(
  tx: Store,
  { on24ClientId, eventId }: Place,
  registrantIds: readonly string[],
): Promise<string[]> {
  const rows = await tx
    .selectFrom('waiting_row')
    .select('address_hash')
    .where('on24_client_id', '=', on24ClientId)
    .where('event_id', '=', eventId)
    .where(sql<boolean>`registrant_id = any(${registrantIds}::text[])`)
    .execute()
  return rows.map((row) => row.address_hash)
}
