/** Reads the rows of an upload that Act-On rejected. They are personal data. */
import type { Cells } from '../contracts/act-on-column.ts'
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { ActOnApi } from './api.ts'
import { readCsv } from './csv.ts'
import { ActOnUnexpectedResponse } from './errors.ts'
import { listPath } from './paths.ts'

export interface RejectedRow {
  /** The uploaded cells by heading, and the columns that Act-On adds. */
  readonly cells: Cells
  /** Act-On's reason, if the file has a column for it. It may quote the row. */
  readonly vendorWords: string | null
}

/**
 * @param fileName from a finished job.
 * Act-On REST API, GET /api/1/list/rejectedUploadRecords, which answers in CSV.
 */
export async function readRejectedRows(
  api: ActOnApi,
  fileName: string,
  options: CallOptions,
): Promise<readonly RejectedRow[]> {
  const path = listPath('rejectedUploadRecords')
  const query = { filename: fileName }
  const request = { endpoint: 'rejectedRows', method: 'GET', path, query } as const
  const rows = readCsv(await api.readText(request, options))
  if (!rows) throw new ActOnUnexpectedResponse('rejectedRows', 'not CSV')
  return rows.map((cells) => ({ cells, vendorWords: reasonIn(cells) }))
}

/** Act-On appends its columns, so the last one with a matching name is Act-On's. */
function reasonIn(cells: Cells): string | null {
  const heading = Object.keys(cells).findLast((name) => /reason|error|reject|message/i.test(name))
  return heading === undefined ? null : (cells[heading] ?? null)
}
