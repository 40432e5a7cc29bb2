/** Deletes rows of a list by record id. */
import type { CallOptions } from '../contracts/vendor-call.ts'
import type { ActOnApi } from './api.ts'
import { listPath } from './paths.ts'
import { deletedRecordsSchema } from './schemas.ts'

const IDS_PER_CALL = 100

export interface DeletedRecords {
  readonly deletedCount: number
  /** The records that Act-On did not delete, including those that no longer exist. */
  readonly failed: readonly { readonly recordId: string; readonly vendorWords: string }[]
}

/**
 * Deletes any number of rows, a hundred per call. Only a download shows for certain that they are deleted.
 * Act-On REST API, DELETE /api/1/list/{listid}/record?contactids=.
 */
export async function deleteRecords(
  api: ActOnApi,
  { listId, recordIds }: { readonly listId: string; readonly recordIds: readonly string[] },
  options: CallOptions,
): Promise<DeletedRecords> {
  const path = listPath(listId, 'record')
  const failed: { recordId: string; vendorWords: string }[] = []
  let deletedCount = 0
  for (let start = 0; start < recordIds.length; start += IDS_PER_CALL) {
    const query = { contactids: recordIds.slice(start, start + IDS_PER_CALL).join(',') }
    const request = { endpoint: 'deleteRecords', method: 'DELETE', path, query } as const
    const answer = await api.read(request, deletedRecordsSchema, options)
    deletedCount += answer.success_count ?? 0
    for (const { id, reason } of answer.failedList ?? []) {
      if (id !== '') failed.push({ recordId: id, vendorWords: reason ?? '' })
    }
  }
  return { deletedCount, failed }
}
