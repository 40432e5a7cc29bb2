/**
 * Act-On confirmed rows: one transaction stores their hashes, deletes the waiting rows and counts them for the run.
 * From then on the store holds no personal data of them.
 */
import { type RawBuilder, sql } from 'kysely'
import { inTransaction, type Store } from '../database.ts'
import { countOutcomes } from '../runs/run-webinars.ts'
import { countContacts } from './stored/registrations.ts'
import { takeUpRows, type WebinarPlace } from './take-up.ts'
import { registrantIdIn } from './stored/waiting-rows.ts'
import { endRows, insertLossOf } from '../journal/add-entries.ts'
import { unconfirmRows } from './unconfirm.ts'
import { lockWebinar, updateWebinar } from '../webinars/webinars.ts'
import { RECEIPT_NOTE } from './confirm-removed.ts'
import type { RowHashes } from '../../reading/row-hashes.ts'
import { sentRowsTable, isUnchangedSinceSend } from './stored/row-hashes.ts'

export interface Confirmation extends WebinarPlace {
  readonly runKey: string
  readonly rows: readonly RowHashes[]
  /** How many of them Act-On created. Null if its answer does not say: then the store decides. */
  readonly created: number | null
  readonly at: Date
}

/** A row that was read again after it was sent keeps waiting with its new content. */
export async function confirmWritten(
  store: Store,
  { on24ClientId, eventId, runKey, rows, created, at }: Confirmation,
): Promise<void> {
  if (rows.length === 0) return
  const place = { on24ClientId, eventId }
  const registrantIds = rows.map((row) => row.registrantId)
  await inTransaction(store, async (tx) => {
    await lockWebinar(tx, on24ClientId, eventId)
    await takeUpRows(tx, runKey, place, registrantIdIn(registrantIds))
    const createdAtMost = created ?? (await countNew(tx, place, registrantIds))
    const oldAddresses = await rowsAtOldAddresses(tx, place, rows)
    const mayBeOverwritten = await readAfterOpenUploads(tx, place, registrantIds)
    // Another process has already counted a row that is no longer there.
    const booked = await endRows(tx, place, isUnchangedSinceSend(rows), { outcome: 'written', at })
    await dropOvertakenRegistrations(tx, place, rows, at)
    await sql`
      insert into registration (on24_client_id, event_id, registrant_id, address_hash, registration_hash,
        activity_hash, cells_mask, attended, confirmed_at)
      select ${on24ClientId}, ${eventId}, registrant_id, address_hash, registration_hash, activity_hash,
        cells_mask, attended, ${at.toISOString()}::timestamptz
      from ${sentRowsTable(rows)}
      on conflict (on24_client_id, event_id, registrant_id) do update set
        address_hash = excluded.address_hash, registration_hash = excluded.registration_hash,
        activity_hash = excluded.activity_hash, cells_mask = excluded.cells_mask,
        attended = excluded.attended, confirmed_at = excluded.confirmed_at, forgotten_at = null,
        unanswered_sends = 0, sent_address_hash = null, sent_cells_mask = null, sent_attended = null,
        kept_despite = null, rewrite_reason = null
    `.execute(tx)
    await rememberOldAddresses(tx, place, oldAddresses)
    await writeAgain(tx, place, mayBeOverwritten)
    const createdCount = Math.min(createdAtMost, booked)
    await countOutcomes(tx, runKey, eventId, {
      created: createdCount,
      updated: booked - createdCount,
    })
  })
}

/** How many of these registrations Act-On did not have, as far as the store knows. */
async function countNew(
  tx: Store,
  place: WebinarPlace,
  registrantIds: readonly string[],
): Promise<number> {
  return registrantIds.length - (await countContacts(tx, { ...place, registrantIds }))
}

/**
 * An upload that is not settled may write its rows later than these, with older content. So rows that were read after
 * it began are written again by the next run.
 */
async function readAfterOpenUploads(
  tx: Store,
  { on24ClientId, eventId }: WebinarPlace,
  registrantIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ registrantId: string }>`
    select registrant_id from waiting_row as waiting
    where on24_client_id = ${on24ClientId} and event_id = ${eventId} and ${registrantIdIn(registrantIds)}
      and exists (
        select from merge_job as job
        where job.on24_client_id = ${on24ClientId} and job.event_id = ${eventId}
          and job.started_at < waiting.first_seen_at
      )
  `.execute(tx)
  return rows.map(({ registrantId }) => registrantId)
}

async function writeAgain(
  tx: Store,
  { on24ClientId, eventId }: WebinarPlace,
  registrantIds: readonly string[],
): Promise<void> {
  if (registrantIds.length === 0) return
  const found = registrantIds.map((registrantId) => ({
    registrantId,
    addressHash: null,
    reason: 'openUpload' as const,
  }))
  await unconfirmRows(tx, on24ClientId, eventId, found)
  await updateWebinar(tx, on24ClientId, eventId, { lastReadStartedAt: null })
}

interface OldAddress {
  readonly registrantId: string
  readonly addressHash: string
  readonly cellsMask: number
}

/**
 * Rows at earlier addresses of these registrations which now belong to other registrations. Until those are written,
 * the rows there still hold the earlier person's data.
 */
async function rowsAtOldAddresses(
  tx: Store,
  { on24ClientId, eventId }: WebinarPlace,
  rows: readonly RowHashes[],
): Promise<readonly OldAddress[]> {
  const registrantIds = rows.map((row) => row.registrantId)
  const addressHashes = rows.map((row) => row.addressHash)
  const left = await sql<OldAddress>`
    select registrant_id, registration.address_hash, registration.cells_mask
    from registration join waiting_row using (on24_client_id, event_id, registrant_id)
    where on24_client_id = ${on24ClientId} and event_id = ${eventId} and waiting_row.action = 'upsert'
      and registrant_id = any(${registrantIds}::text[])
      and registration.address_hash <> all(${addressHashes}::bigint[])
      and registration.address_hash <> waiting_row.address_hash
      and exists (
        select from waiting_row as other
        where other.on24_client_id = ${on24ClientId} and other.event_id = ${eventId}
          and other.address_hash = registration.address_hash
          and other.registrant_id <> registration.registrant_id
      )
  `.execute(tx)
  return left.rows
}

async function rememberOldAddresses(
  tx: Store,
  { on24ClientId, eventId }: WebinarPlace,
  oldAddresses: readonly OldAddress[],
): Promise<void> {
  for (const { registrantId, addressHash, cellsMask } of oldAddresses) {
    await tx
      .updateTable('registration')
      .set({ sentAddressHash: addressHash, sentCellsMask: cellsMask })
      .where('on24ClientId', '=', on24ClientId)
      .where('eventId', '=', eventId)
      .where('registrantId', '=', registrantId)
      .execute()
  }
}

/** These addresses now belong to the written registrations: what was stored for earlier ones is no longer true. */
async function dropOvertakenRegistrations(
  tx: Store,
  { on24ClientId, eventId }: WebinarPlace,
  rows: readonly RowHashes[],
  at: Date,
): Promise<void> {
  const addressHashes = rows.map((row) => row.addressHash)
  const registrantIds = rows.map((row) => row.registrantId)
  const areOthers = sql`on24_client_id = ${on24ClientId} and event_id = ${eventId}
    and registrant_id <> all(${registrantIds}::text[])`
  const isOvertaken = (hash: RawBuilder<unknown>) => sql`${hash} = any(${addressHashes}::bigint[])`
  // If a move away was never answered, only the address that is not overtaken remains.
  await sql`
    update registration set sent_address_hash = null, address_hash = case
      when ${isOvertaken(sql`address_hash`)} and not ${isOvertaken(sql`sent_address_hash`)}
      then sent_address_hash else address_hash end
    where ${areOthers} and sent_address_hash is not null
      and (${isOvertaken(sql`address_hash`)} or ${isOvertaken(sql`sent_address_hash`)})
  `.execute(tx)
  await sql`
    with overtaken as (
      delete from registration
      where ${areOthers} and ${isOvertaken(sql`address_hash`)}
      returning registrant_id, attended, forgotten_at
    ), receipts as (
      insert into removal_receipt (on24_client_id, event_id, registrant_id, rows_removed, removed_at, note)
      select ${on24ClientId}, ${eventId}, registrant_id, 0, ${at.toISOString()}::timestamptz,
        ${`Rewritten from another registration with the same address. ${RECEIPT_NOTE}`}
      from overtaken where forgotten_at is not null
    )
    ${insertLossOf(sql`overtaken`, { on24ClientId, eventId }, { outcome: 'overtaken', at })}
  `.execute(tx)
}
