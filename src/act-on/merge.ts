/**
 * Writes many contacts of a list with one upload. Always `UPSERT`, which is safe to repeat; never `REPLACE`, which
 * deletes every row that is not in the file.
 */
import type { ListColumn } from '../contracts/act-on-column.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { ActOnApi } from './api.ts'
import { csvOf } from './csv.ts'
import type { Rows } from './csv.ts'
import { listPath } from './paths.ts'
import { uploadSchema } from './schemas.ts'
import { mergeForm } from './upload-form.ts'

/** An upload of tens of megabytes is slow, and so is Act-On's response to it. */
const UPLOAD_TIMEOUTS = { responseMs: 4 * 60_000, totalMs: 5 * 60_000 }

export interface Merge {
  readonly listId: string
  /** All columns of the list, in its order and with its headings, one of them with type `EMAIL`. */
  readonly columns: readonly ListColumn[]
  /** One cell per column; an empty cell leaves Act-On's value unchanged. Read once, before the call. */
  readonly rows: Rows
}

/**
 * Act-On accepts the upload and processes it later: its job shows when it is done, and the outcome of the rows.
 * Act-On REST API, PUT /api/1/list/{listid}.
 */
export async function startMerge(
  api: ActOnApi,
  { listId, columns, rows }: Merge,
  options: CallOptions,
): Promise<{ readonly jobId: string }> {
  const headings = columns.map(({ heading }) => heading)
  const csv = await csvOf(headings, rows)
  const request = {
    endpoint: 'merge',
    method: 'PUT',
    path: listPath(listId),
    form: () => mergeForm(listId, columns, csv),
    timeouts: UPLOAD_TIMEOUTS,
  } as const
  return api.read(request, uploadSchema, options)
}
