/** `…/record/{recordid}`: reads (as a bare array), updates and deletes one row by its id. */
import type { Answer } from '../../http-server.ts'
import { onList } from '../api-endpoint.ts'
import type { ApiCall, ApiEndpoint } from '../api-endpoint.ts'
import { apiErrorOfUnknownCode, invalidContact, invalidList, json } from '../answers.ts'
import { isAnswer } from '../bulk/upload-form.ts'
import { readCellChanges, writeContact } from '../contact-cells.ts'
import type { Contact } from '../state/contacts.ts'
import { recordIdOf, rowNoOf } from '../state/record-id.ts'
import type { List } from '../state/lists.ts'

const path = '/api/1/list/:listId/record/:recordId'

export const readRecord: ApiEndpoint = {
  name: 'readRecord',
  method: 'GET',
  path,
  handle: onList((call, list) => {
    const contact = contactOf(call, list)
    if (contact === null) return invalidList()
    return json([recordIdOf(list, contact.rowNo), ...contact.cells])
  }),
}

export const updateRecord: ApiEndpoint = {
  name: 'updateRecord',
  method: 'PUT',
  path,
  handle: onList((call, list) => {
    const { context, body, query } = call
    const contact = contactOf(call, list)
    if (contact === null) return invalidList()
    const changes = readCellChanges(context, list, body)
    if (isAnswer(changes)) return changes
    const written = writeContact(context, list, contact, changes)
    if ('rejected' in written) return apiErrorOfUnknownCode(written.rejected)
    return updated(call, list, written.rowNo, query.get('returncontact') === 'Y')
  }),
}

export const deleteRecord: ApiEndpoint = {
  name: 'deleteRecord',
  method: 'DELETE',
  path,
  handle: onList((call, list) => {
    const contact = contactOf(call, list)
    if (contact === null) return invalidContact()
    call.context.contacts.delete(list, contact.rowNo)
    call.context.lists.touch(list, call.at)
    return json({ status: 'success', message: 'Record deleted' })
  }),
}

function contactOf({ context, param }: ApiCall, list: List): Contact | null {
  const rowNo = rowNoOf(list, param('recordId'))
  return rowNo === null ? null : context.contacts.find(list, rowNo)
}

function updated({ context }: ApiCall, list: List, rowNo: number, withContact: boolean): Answer {
  const contact = withContact ? context.contacts.find(list, rowNo) : null
  const done = { status: 'success', message: 'Record updated' }
  return json(contact === null ? done : { ...done, contact: contact.cells })
}
