/** `DELETE /api/1/list/{listid}`. A folder disappears with its last list. */
import { onList } from '../api-endpoint.ts'
import type { ApiEndpoint } from '../api-endpoint.ts'
import { json } from '../answers.ts'

export const deleteList: ApiEndpoint = {
  name: 'deleteList',
  method: 'DELETE',
  path: '/api/1/list/:listId',
  handle: onList(({ context }, list) => {
    context.lists.delete(list)
    return json({})
  }),
}
