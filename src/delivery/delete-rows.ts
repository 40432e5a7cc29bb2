/** Deletes rows of a list by record id and verifies that they are gone. */
import { CONTACT_GONE } from '../act-on/error-codes.ts'
import { ActOnRequestRefused } from '../act-on/errors.ts'
import type { Delivery } from './delivery.ts'
import { listRows } from './find-rows.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'
import { signatureOf } from './refusals.ts'

/**
 * Returns false if some of the rows are still in the list: then the removal waits, with the reason `removalRefused`.
 * Act-On may report a failure for a row that is already gone, so only a download shows the truth.
 */
export async function deleteRows(
  delivery: Delivery,
  columns: ListColumns,
  recordIds: readonly string[],
): Promise<boolean> {
  if (recordIds.length === 0) return true
  const refusal = await deleteOrRefusal(delivery, columns.listId, recordIds)
  if (refusal === null) return true
  const listed = await listRows(delivery, columns)
  if (!listed.some(({ recordId }) => recordIds.includes(recordId))) return true
  delivery.findings.waits.set('removalRefused', refusal)
  return false
}

/** Null if Act-On answers that it deleted all of them. */
export async function deleteOrRefusal(
  { actOn, signal, findings }: Delivery,
  listId: string,
  recordIds: readonly string[],
): Promise<string | null> {
  try {
    const { failed } = await actOn.deleteRecords({ listId, recordIds }, { signal })
    findings.answered = true
    return failed.length === 0 ? null : `${String(failed.length)} rows failed`
  } catch (error) {
    if (!(error instanceof ActOnRequestRefused)) throw error
    return error.code === CONTACT_GONE ? 'Act-On reports the rows as gone' : signatureOf(error)
  }
}
