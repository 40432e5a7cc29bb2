/** `DELETE /api/1/list/{listid}/record?contactids=`: 200 even if rows could not be deleted. */
import { onList } from '../api-endpoint.ts'
import type { ApiEndpoint } from '../api-endpoint.ts'
import { apiErrorOfUnknownCode, json } from '../answers.ts'
import { inTransaction } from '../state/database.ts'
import { rowNoOf } from '../state/record-id.ts'

const MOST_IDS = 100

export const deleteRecords: ApiEndpoint = {
  name: 'deleteRecords',
  method: 'DELETE',
  path: '/api/1/list/:listId/record',
  handle: onList(({ context, query, at }, list) => {
    const ids = (query.get('contactids') ?? '').split(',').filter((id) => id !== '')
    if (ids.length === 0 || ids.length > MOST_IDS) {
      return apiErrorOfUnknownCode('Between 1 and 100 contact ids are expected.')
    }
    const notDeleted = inTransaction(context.database, () =>
      ids.filter((id) => {
        const rowNo = rowNoOf(list, id)
        return rowNo === null || !context.contacts.delete(list, rowNo)
      }),
    )
    context.lists.touch(list, at)
    return json({
      success_count: ids.length - notDeleted.length,
      fail_count: notDeleted.length,
      failedList: notDeleted.map((id) => ({ id, reason: 'Invalid contact' })),
    })
  }),
}
