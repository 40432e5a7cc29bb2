/** Adds to the journal what a comparison found of single registrations, and which of their rows it removed. */
import { sql } from 'kysely'
import type { NewFinding } from '../../contracts/finding.ts'
import type { Store } from '../database.ts'
import type { WebinarPlace } from '../rows/take-up.ts'

/** Adds nothing for a registration whose latest entry says the same: a user's edit is found anew every week. */
export async function addFindings(
  tx: Store,
  { on24ClientId, eventId }: WebinarPlace,
  findings: readonly NewFinding[],
  at: Date,
): Promise<void> {
  const rows = findings.flatMap(({ kind, registrantId, columns }) =>
    registrantId === null ? [] : [{ kind, registrantId, columns: columns.join(', ') }],
  )
  if (rows.length === 0) return
  const time = sql`${at.toISOString()}::timestamptz`
  await sql`
    insert into journal_entry (on24_client_id, event_id, registrant_id, seen_at, ended_at, changed, attended,
      decision, outcome, reason)
    select distinct ${on24ClientId}, ${eventId}, found.registrant_id, ${time}, ${time}, 0, false, 'compare',
      found.kind, nullif(found.columns, '')
    from unnest(
      ${rows.map(({ registrantId }) => registrantId)}::text[], ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ columns }) => columns)}::text[]
    ) as found (registrant_id, kind, columns)
    where not exists (
      select from (
        select latest.outcome, latest.reason from journal_entry as latest
        where latest.on24_client_id = ${on24ClientId} and latest.event_id = ${eventId}
          and latest.registrant_id = found.registrant_id
        order by latest.ended_at desc, latest.seen_at desc limit 1
      ) as latest
      where latest.outcome = found.kind and latest.reason is not distinct from nullif(found.columns, '')
    )
  `.execute(tx)
}

/** @param numbers of the findings whose rows were removed from the list. */
export async function addRemovedRows(
  tx: Store,
  { on24ClientId, eventId, runKey }: WebinarPlace & { readonly runKey: string },
  numbers: readonly number[],
  at: Date,
): Promise<void> {
  await sql`
    insert into journal_entry (on24_client_id, event_id, registrant_id, seen_at, ended_at, changed, attended,
      decision, outcome, reason)
    select ${on24ClientId}, event_id, registrant_id, compared_at, ${at.toISOString()}::timestamptz, 0, false,
      'remove', 'removed', kind
    from finding join compared_list using (run_key, event_id)
    where run_key = ${runKey} and event_id = ${eventId} and number = any(${numbers}::integer[])
  `.execute(tx)
}
