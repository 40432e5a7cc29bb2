/** Writes all waiting rows of a webinar, by merge or one by one, whichever costs less. */
import type { WaitingRow } from '../store/rows/stored/waiting-rows.ts'
import { pendingRows } from '../store/rows/stored/waiting-rows.ts'
import { mergeRows, ROWS_PER_MERGE } from './merge/bulk-merge.ts'
import { mergeTimedOutRows } from './merge/merge-timed-out-rows.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'
import { upsertSingly } from './single-upserts.ts'

/** A merge costs a read of the headings, an upload and some polls: up to here single upserts are cheaper and faster. */
const MAX_SINGLE_UPSERTS = 4

/** Rows that were tried and keep waiting are not tried again in this delivery. */
export async function upsertAll(delivery: Delivery, columns: ListColumns): Promise<void> {
  const { store, on24ClientId, eventId, findings, signal } = delivery
  for (;;) {
    signal.throwIfAborted()
    const rows = await pendingRows(store, {
      on24ClientId,
      eventId,
      actions: ['upsert'],
      limit: ROWS_PER_MERGE,
      except: findings.tried,
    })
    if (rows.length === 0) return
    const [timedOut, inTime] = partition(rows, (row) => row.timedOut)
    const [toClear, plain] = partition(inTime, ({ clears }) => clears)
    const left =
      plain.length > MAX_SINGLE_UPSERTS ? await mergeRows(delivery, columns, plain) : idsOf(plain)
    const singles = plain.filter((row) => left.has(row.registrantId))
    await upsertSingly(delivery, columns, [...toClear, ...singles])
    if (timedOut.length > 0) await mergeTimedOutRows(delivery, columns, timedOut)
  }
}

function idsOf(rows: readonly WaitingRow[]): ReadonlySet<string> {
  return new Set(rows.map((row) => row.registrantId))
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}
