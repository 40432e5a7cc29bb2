/**
 * Act-On refused one row. Decides carefully whether that is the row's fault, because a rejected row is not sent again.
 */
import { mayConcernRow } from '../act-on/error-codes.ts'
import { ActOnRequestRefused } from '../act-on/errors.ts'
import { noteRefusal } from '../store/rows/reject.ts'
import type { RowHashes } from '../reading/row-hashes.ts'
import type { Delivery } from './delivery.ts'
import type { ListColumns } from './list/columns-in-act-on.ts'
import { signatureOf } from './refusals.ts'

/** If this many rows are refused alike, the refusals are not about single rows. */
const MAX_ALIKE_REFUSALS = 3

/**
 * The row waits, with a reason, or is rejected if two runs got the same refusal. Rethrows the error if it is not about
 * a row, or if row after row is refused alike. Throws if the list itself refuses.
 */
export async function waitAfterRefusal(
  delivery: Delivery,
  columns: ListColumns,
  row: RowHashes,
  error: unknown,
): Promise<void> {
  if (!(error instanceof ActOnRequestRefused)) throw error
  await columns.ensureListAnswers()
  const signature = signatureOf(error)
  if (mayConcernRow(error.code)) {
    const { store, cipher, on24ClientId, eventId, runKey, now } = delivery
    const reason = `refused (${error.code ?? String(error.status)})`
    const refused = { on24ClientId, eventId, row, reason, words: error.vendorWords, cipher }
    if ((await noteRefusal(store, runKey, { ...refused, at: now() })) === 'waits') {
      delivery.findings.waits.set('listRefused', `${signature}, for single contacts`)
    }
    return
  }
  const { refusedRows } = delivery.findings
  refusedRows.set(signature, (refusedRows.get(signature) ?? 0) + 1)
  if ((refusedRows.get(signature) ?? 0) >= MAX_ALIKE_REFUSALS) throw error
  delivery.findings.waits.set('listRefused', signature)
}
