/** `POST /api/1/list/{listid}/record`: adds a new row every time, even for an address that the list has. */
import { onList } from '../api-endpoint.ts'
import type { ApiEndpoint } from '../api-endpoint.ts'
import { apiErrorOfUnknownCode, json } from '../answers.ts'
import { isAnswer } from '../bulk/upload-form.ts'
import { readCellChanges, writeContact } from '../contact-cells.ts'
import { recordIdOf } from '../state/record-id.ts'

export const insertRecord: ApiEndpoint = {
  name: 'insertRecord',
  method: 'POST',
  path: '/api/1/list/:listId/record',
  handle: onList(({ context, body }, list) => {
    const changes = readCellChanges(context, list, body)
    if (isAnswer(changes)) return changes
    const written = writeContact(context, list, null, changes)
    if ('rejected' in written) return apiErrorOfUnknownCode(written.rejected)
    const id = recordIdOf(list, written.rowNo)
    return json({ status: 'success', message: 'Record inserted', id, contact_id: id })
  }),
}
