/** Writes all waiting rows of a webinar, by merge or one by one, whichever costs less. */
import {
  countPendingRows,
  type PendingRequest,
  pendingRows,
  type WaitingRow,
} from '../store/rows/stored/waiting-rows.ts'
import { finishMerge, ROWS_PER_MERGE, startMerge, type StartedMerge } from './merge/bulk-merge.ts'
import { mergeTimedOutRows } from './merge/merge-timed-out-rows.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'
import { upsertSingly } from './single-upserts.ts'

/** A merge costs a read of the headings, an upload and a look: up to here single upserts are cheaper and faster. */
const MAX_SINGLE_UPSERTS = 4

/** Rows that a merge did not write are read again in steps of this size. */
const ROWS_PER_STEP = 500

/** Rows that were tried and keep waiting are not tried again in this delivery. */
export async function upsertAll(delivery: Delivery, columns: ListColumns): Promise<void> {
  for (;;) {
    delivery.signal.throwIfAborted()
    // No row is held here while the job runs, which may take minutes.
    const sent = await sendNext(delivery, columns)
    if (sent === 'nothing') return
    if (sent === 'singly') continue
    if ('timedOut' in sent) {
      await mergeTimedOutRows(delivery, columns, sent.timedOut)
      continue
    }
    const left = [...(await finishMerge(delivery, columns, sent))]
    for (let start = 0; start < left.length; start += ROWS_PER_STEP) {
      const only = left.slice(start, start + ROWS_PER_STEP)
      await upsertSingly(
        delivery,
        columns,
        await pendingRows(delivery.store, upserts(delivery, only)),
      )
    }
  }
}

function upserts(
  { on24ClientId, eventId, findings }: Delivery,
  only?: readonly string[],
): PendingRequest {
  return {
    on24ClientId,
    eventId,
    actions: ['upsert'],
    limit: ROWS_PER_MERGE,
    except: findings.tried,
    ...(only !== undefined && { only }),
  }
}

/** Sends rows singly to their end, or starts a merge. Rows whose single write timed out are left to the caller. */
async function sendNext(
  delivery: Delivery,
  columns: ListColumns,
): Promise<'nothing' | 'singly' | { readonly timedOut: readonly WaitingRow[] } | StartedMerge> {
  const { store, rowsInMemory, signal } = delivery
  const count = await countPendingRows(store, upserts(delivery))
  if (count === 0) return 'nothing'
  const held = rowsInMemory.hold()
  try {
    await held.add(count, signal)
    const rows = await pendingRows(store, upserts(delivery))
    const [timedOut, inTime] = partition(rows, (row) => row.timedOut)
    const [toClear, plain] = partition(inTime, ({ clears }) => clears)
    if (plain.length > MAX_SINGLE_UPSERTS) return await startMerge(delivery, columns, plain)
    if (inTime.length === 0) return { timedOut }
    await upsertSingly(delivery, columns, [...toClear, ...plain])
    return 'singly'
  } finally {
    held.release()
  }
}

function partition(
  rows: readonly WaitingRow[],
  test: (row: WaitingRow) => boolean,
): [WaitingRow[], WaitingRow[]] {
  return [rows.filter(test), rows.filter((row) => !test(row))]
}
