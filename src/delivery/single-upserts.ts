/** Delivers rows one by one: for few rows, for cells to clear, and for rows that a merge did not bring. */
import { ActOnRequestRefused, ActOnUnknownColumn } from '../act-on/errors.ts'
import { EMAIL_HEADING, FIELD_TABLE } from '../mapping/field-table.ts'
import { seeTrouble } from '../store/troubles.ts'
import { updateWaitingRows, type WaitingRow } from '../store/waiting-rows.ts'
import { type ColumnPlan, headingsFor, recordFor } from './column-plan.ts'
import { confirmWritten } from './confirm-rows.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list-columns.ts'
import { rejectRow } from './reject-row.ts'
import { openRow, type RowContent } from './row-content.ts'

const EMAIL_POSITION = FIELD_TABLE.findIndex(({ heading }) => heading === EMAIL_HEADING)

export function emailOf(content: RowContent): string {
  return content.cells[EMAIL_POSITION] ?? ''
}

/**
 * Upserts each row by its address and books it before the next one. A refused row is set aside. Throws
 * ActOnListGone, and whatever makes the whole account wait.
 */
export async function upsertSingly(
  delivery: Delivery,
  columns: ListColumns,
  rows: readonly WaitingRow[],
): Promise<void> {
  const { store, on24ClientId, eventId, now } = delivery
  // Said before the first call: without an answer, any of them may stand in the list.
  await updateWaitingRows(
    store,
    on24ClientId,
    eventId,
    rows.map((row) => row.registrant_id),
    { last_tried_at: now() },
  )
  for (const row of rows) {
    delivery.signal.throwIfAborted()
    await upsertOne(delivery, columns, row)
  }
}

async function upsertOne(delivery: Delivery, columns: ListColumns, row: WaitingRow): Promise<void> {
  const content = openRow(delivery.cipher, row)
  try {
    const outcome = await columns.withPlan((plan) =>
      upsert(delivery, columns.listId, plan, content),
    )
    const created = outcome === null ? null : outcome === 'created' ? 1 : 0
    await confirmWritten(delivery, { registrantIds: [row.registrant_id], created })
  } catch (error) {
    if (!(error instanceof ActOnRequestRefused || error instanceof ActOnUnknownColumn)) throw error
    const code =
      error instanceof ActOnRequestRefused ? (error.code ?? String(error.status)) : '10010'
    await rejectRow(delivery, row.registrant_id, {
      reason: `refused (${code})`,
      words: error.vendorWords,
    })
  }
}

async function upsert(
  delivery: Delivery,
  listId: string,
  plan: ColumnPlan,
  content: RowContent,
): Promise<'created' | 'updated' | null> {
  const { actOn, signal } = delivery
  const email = emailOf(content)
  const { outcome } = await actOn.upsertContact(
    { listId, email, cells: recordFor(plan, content.cells) },
    { signal },
  )
  const toClear = headingsFor(plan, content.clear)
  if (toClear.length > 0) await clearCells(delivery, listId, email, toClear)
  return outcome
}

/** Act-On's documents do not say whether an empty string clears a cell, so the row is read again. */
async function clearCells(
  delivery: Delivery,
  listId: string,
  email: string,
  headings: readonly string[],
): Promise<void> {
  const { actOn, store, signal, now } = delivery
  const cells = Object.fromEntries(headings.map((heading) => [heading, '']))
  await actOn.upsertContact({ listId, email, cells }, { signal })
  const contact = await actOn.lookupContact({ listId, email }, { signal })
  const ignored = headings.filter((heading) => (contact?.cells[heading] ?? '') !== '')
  if (ignored.length === 0) return
  await seeTrouble(store, delivery, { kind: 'clearIgnored', detail: ignored.join(', '), at: now() })
}
