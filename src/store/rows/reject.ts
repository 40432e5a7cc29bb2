/**
 * Act-On does not take a row. If a job's reject file names it, it is rejected at once. If it was refused in a single
 * call, it is rejected only when a second run gets the same refusal, because one may be a passing error of Act-On's.
 * It never blocks other rows.
 */
import { type RawBuilder, sql } from 'kysely'
import type { AccountCipher } from '../../crypto/account-cipher.ts'
import type { Store } from '../database.ts'
import type { WebinarPlace } from './take-up.ts'
import type { RowHashes } from '../../reading/row-hashes.ts'
import { isUnchangedSinceSend } from './stored/row-hashes.ts'

export interface RefusedRow extends WebinarPlace {
  readonly row: RowHashes
  /** A short code of ours, never Act-On's text. */
  readonly reason: string
  /** Act-On's own words: stored sealed, because they may quote the row. */
  readonly words: string
  readonly cipher: AccountCipher
  readonly at: Date
}

/** A row that was read again after it was sent keeps waiting with its new content. */
export async function rejectRow(store: Store, refused: RefusedRow): Promise<void> {
  const { on24ClientId, eventId, row, cipher, words, reason } = refused
  const sealed = words === '' ? null : cipher.seal(`words/${eventId}/${row.registrantId}`, words)
  await changeIfUnchanged(
    store,
    { on24ClientId, eventId },
    row,
    sql`state = 'rejected', rejected_by = 'actOn', rejected_field = null, rejected_reason = ${reason},
      sealed_words = ${sealed}, last_tried_at = ${refused.at.toISOString()}::timestamptz, merge_job_id = null`,
  )
}

/** Returns whether the row is rejected now, or waits for a second run to get the same refusal. */
export async function noteRefusal(
  store: Store,
  runKey: string,
  refused: RefusedRow,
): Promise<'rejected' | 'waits'> {
  const { on24ClientId, eventId, row } = refused
  const before = await store
    .selectFrom('waitingRow')
    .select(['refusedInRun', 'refusedReason'])
    .where('on24ClientId', '=', on24ClientId)
    .where('eventId', '=', eventId)
    .where('registrantId', '=', row.registrantId)
    .executeTakeFirst()
  const refusedInRun = before?.refusedInRun ?? null
  const isSame = before?.refusedReason === refused.reason
  if (isSame && refusedInRun !== null && refusedInRun !== runKey) {
    await rejectRow(store, refused)
    return 'rejected'
  }
  await changeIfUnchanged(
    store,
    { on24ClientId, eventId },
    row,
    sql`refused_in_run = ${runKey}, refused_reason = ${refused.reason}`,
  )
  return 'waits'
}

async function changeIfUnchanged(
  store: Store,
  { on24ClientId, eventId }: WebinarPlace,
  row: RowHashes,
  change: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    update waiting_row set ${change}
    where on24_client_id = ${on24ClientId} and event_id = ${eventId} and ${isUnchangedSinceSend([row])}
  `.execute(store)
}
