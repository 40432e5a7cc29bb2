/**
 * Adds entries to the journal, in the transaction of the change itself. A change that still waits is a waiting row; its
 * entry is added when the row ends. So no entry is ever changed, except that a forgotten person's address is taken out.
 */
import { type RawBuilder, sql } from 'kysely'
import type { JournalOutcome } from '../../contracts/journal.ts'
import type { Store } from '../database.ts'
import type { WebinarPlace } from '../rows/take-up.ts'

interface Ending {
  readonly outcome: JournalOutcome
  readonly at: Date
}

const COLUMNS = sql`(on24_client_id, event_id, registrant_id, seen_at, ended_at, changed, attended, decision,
  outcome, reason, address_hash)`

const timeOf = (at: Date) => sql`${at.toISOString()}::timestamptz`

/**
 * Deletes waiting rows that match `which`, and adds what came of them. A rejected row ends as `rejected`, at the time of
 * its last try, whatever `outcome` says. Returns how many rows there were.
 */
export async function endRows(
  tx: Store,
  place: WebinarPlace,
  which: RawBuilder<unknown>,
  ending: Ending,
): Promise<number> {
  const { rows } = await sql`
    with ended as (delete from waiting_row where ${rowsOf(place, which)} returning *)
    insert into journal_entry ${COLUMNS} ${entriesFrom(place, sql`ended`, ending)} returning 1
  `.execute(tx)
  return rows.length
}

/** The same for rows that stay: they are about to be replaced, or to become pending again. */
export async function addEndOfRows(
  tx: Store,
  place: WebinarPlace,
  which: RawBuilder<unknown>,
  ending: Ending,
): Promise<void> {
  const ended = sql`(select * from waiting_row where ${rowsOf(place, which)}) as ended`
  await sql`insert into journal_entry ${COLUMNS} ${entriesFrom(place, ended, ending)}`.execute(tx)
}

function rowsOf({ on24ClientId, eventId }: WebinarPlace, which: RawBuilder<unknown>) {
  return sql`on24_client_id = ${on24ClientId} and event_id = ${eventId} and ${which}`
}

function entriesFrom(place: WebinarPlace, ended: RawBuilder<unknown>, { outcome, at }: Ending) {
  return sql`
    select on24_client_id, event_id, registrant_id, first_seen_at,
      case when state = 'rejected' then coalesce(last_tried_at, read_started_at) else ${timeOf(at)} end,
      changed, attended, case action when 'upsert' then 'write' else action end,
      case when state = 'rejected' then 'rejected' else ${outcome} end,
      coalesce(removal_reason, nullif(concat_ws(': ', rejected_field, rejected_reason), ''),
        ${rewriteReasonsIn(place)} ->> registrant_id),
      earlier_address_hash
    from ${ended}`
}

/** SQL: by registrant id. Neither a join nor a look-up per row, for the reason of `isUnchangedSinceSend`. */
function rewriteReasonsIn({ on24ClientId, eventId }: WebinarPlace) {
  return sql`(
    select jsonb_object_agg(registrant_id, rewrite_reason) from registration
    where on24_client_id = ${on24ClientId} and event_id = ${eventId} and rewrite_reason is not null
  )`
}

/** SQL: adds that the rows of these registrations are not in the list any more as Act-On confirmed them. */
export function insertLossOf(
  registrations: RawBuilder<unknown>,
  { on24ClientId, eventId }: WebinarPlace,
  { outcome, at }: Ending,
) {
  return sql`
    insert into journal_entry ${COLUMNS}
    select ${on24ClientId}, ${eventId}, registrant_id, ${timeOf(at)}, ${timeOf(at)}, 0, attended, 'write',
      ${outcome}, null, null
    from ${registrations}`
}

export interface UnwrittenRegistration {
  readonly registrantId: string
  /** `leftOut`: it is not written. `kept`: its row stays although ON24 reports it as gone. */
  readonly outcome: 'leftOut' | 'kept'
  readonly reason: string
  readonly addressHash: string | null
}

/** Adds nothing for a registration whose latest entry already says so: every read decides the same again. */
export async function addUnwritten(
  tx: Store,
  { on24ClientId, eventId }: WebinarPlace,
  registrations: readonly UnwrittenRegistration[],
  at: Date,
): Promise<void> {
  if (registrations.length === 0) return
  const of = <Key extends keyof UnwrittenRegistration>(key: Key) =>
    registrations.map((each) => each[key])
  await sql`
    insert into journal_entry ${COLUMNS}
    select ${on24ClientId}, ${eventId}, registrant_id, ${timeOf(at)}, ${timeOf(at)}, 0, false,
      case outcome when 'kept' then 'keep' else 'leaveOut' end, outcome, reason, address_hash
    from unnest(${of('registrantId')}::text[], ${of('outcome')}::text[], ${of('reason')}::text[],
      ${of('addressHash')}::bigint[]) as unwritten (registrant_id, outcome, reason, address_hash)
    where not exists (
      select from (
        select latest.outcome, latest.reason from journal_entry as latest
        where latest.on24_client_id = ${on24ClientId} and latest.event_id = ${eventId}
          and latest.registrant_id = unwritten.registrant_id and latest.decision <> 'compare' and latest.outcome <> 'overtaken'
        order by latest.ended_at desc, latest.seen_at desc limit 1
      ) as latest
      where latest.reason = unwritten.reason and latest.outcome in (unwritten.outcome, 'removed', 'dropped')
    )
  `.execute(tx)
}

/** The people are forgotten in ON24: their entries are found by registrant id only. */
export async function forgetAddresses(
  tx: Store,
  { on24ClientId, eventId }: WebinarPlace,
  registrantIds: readonly string[],
): Promise<void> {
  if (registrantIds.length === 0) return
  await tx
    .updateTable('journalEntry')
    .set({ addressHash: null })
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where(sql<boolean>`registrant_id = any(${registrantIds}::text[])`)
    .where('addressHash', 'is not', null)
    .execute()
}
