/** What a comparison found in each list, and what of it was repaired since. */
import { sql } from 'kysely'
import type { NewFinding } from '../../contracts/finding.ts'
import { EXTRA_ROWS } from '../../contracts/trouble.ts'
import type { Store } from '../database.ts'

export interface ListResult {
  readonly runKey: string
  readonly eventId: string
  readonly contacts: number
  readonly findings: readonly NewFinding[]
  readonly at: Date
}

/** Replaces what an earlier attempt found in the same list. Only in a transaction. */
export async function saveFindings(tx: Store, result: ListResult): Promise<void> {
  const { runKey, eventId, contacts, findings, at } = result
  await tx
    .deleteFrom('comparedList')
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .execute()
  await tx
    .insertInto('comparedList')
    .values({ runKey, eventId, contacts, comparedAt: at })
    .execute()
  if (findings.length === 0) return
  const rows = findings.map((finding, index) => ({
    number: index + 1,
    kind: finding.kind,
    registrantId: finding.registrantId,
    columns: finding.columns,
    recordId: finding.recordId ?? null,
  }))
  await sql`
    insert into finding (run_key, event_id, number, kind, registrant_id, columns, record_id)
    select ${runKey}, ${eventId}, (row->>'number')::integer, row->>'kind', row->>'registrantId',
      row->'columns', row->>'recordId'
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as row
  `.execute(tx)
}

export async function isCompared(store: Store, runKey: string, eventId: string): Promise<boolean> {
  const found = await store
    .selectFrom('comparedList')
    .select('eventId')
    .where('runKey', '=', runKey)
    .where('eventId', '=', eventId)
    .executeTakeFirst()
  return found !== undefined
}

/** An open upload or an outage may keep a run from removing rows; then it tries again, but not for ever. */
const REMOVAL_TRIES = 3

/** Puts lists with rows to remove on the run's list of webinars to deliver, a few times at most. Held ones stay off it. */
export async function openRemovals(store: Store, runKey: string): Promise<void> {
  await sql`
    with tried as (
      update compared_list set removal_tries = removal_tries + 1
      where run_key = ${runKey} and removal_tries < ${REMOVAL_TRIES}
        and exists (
          select from run_webinar
          where run_webinar.run_key = compared_list.run_key
            and run_webinar.event_id = compared_list.event_id
            and read_state = 'read' and delivery_state = 'done'
        )
        and exists (
          select from finding
          where finding.run_key = compared_list.run_key and finding.event_id = compared_list.event_id
            and record_id is not null and repaired_at is null
        )
        and not exists (
          select from trouble join run using (on24_client_id)
          where run.run_key = ${runKey} and trouble.event_id = compared_list.event_id
            and kind = 'removalsHeld' and detail = ${EXTRA_ROWS}
        )
      returning event_id
    )
    update run_webinar set delivery_state = 'open'
    where run_key = ${runKey} and event_id in (select event_id from tried)
  `.execute(store)
}

/**
 * What was repaired since it was found: rows that Act-On has confirmed, people whose row was removed, and lists that
 * were made again.
 */
export async function markRepaired(
  store: Store,
  { runKey, on24ClientId }: { readonly runKey: string; readonly on24ClientId: string },
  at: Date,
): Promise<void> {
  await sql`
    update finding set repaired_at = registration.confirmed_at
    from compared_list, registration
    where finding.run_key = ${runKey} and finding.repaired_at is null
      and kind in ('missing', 'different', 'userEdited')
      and compared_list.run_key = finding.run_key and compared_list.event_id = finding.event_id
      and registration.on24_client_id = ${on24ClientId}
      and registration.event_id = finding.event_id
      and registration.registrant_id = finding.registrant_id
      and registration.confirmed_at > compared_at and unanswered_sends = 0
  `.execute(store)
  await sql`
    update finding set repaired_at = receipt.removed_at
    from compared_list, removal_receipt as receipt
    where finding.run_key = ${runKey} and finding.repaired_at is null and kind = 'extra'
      and compared_list.run_key = finding.run_key and compared_list.event_id = finding.event_id
      and receipt.on24_client_id = ${on24ClientId} and receipt.event_id = finding.event_id
      and receipt.registrant_id = finding.registrant_id and receipt.removed_at > compared_at
  `.execute(store)
  // A comparison that writes has forgotten a list that is gone, so a list is a new one. Without people there is none.
  await sql`
    update finding set repaired_at = ${at.toISOString()}::timestamptz
    from webinar, verification
    where finding.run_key = ${runKey} and finding.repaired_at is null and kind = 'listGone'
      and verification.run_key = finding.run_key and verification.writes
      and webinar.on24_client_id = ${on24ClientId} and webinar.event_id = finding.event_id
      and (webinar.list_id is not null or not exists (
        select from finding as lost
        where lost.run_key = finding.run_key and lost.event_id = finding.event_id and lost.kind = 'missing'
      ))
  `.execute(store)
}
