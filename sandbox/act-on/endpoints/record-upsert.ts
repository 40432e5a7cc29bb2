/**
 * `PUT /api/1/list/{listid}/record?email=`: updates the first row with the address, else inserts.
 * Not atomic: between the search and the write, another call may insert the same address.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { onList } from '../api-endpoint.ts'
import type { ApiCall, ApiEndpoint } from '../api-endpoint.ts'
import { apiErrorOfUnknownCode, invalidContact, invalidList, json } from '../answers.ts'
import { uploadAccepted } from '../bulk/upload-answers.ts'
import { isAnswer } from '../bulk/upload-form.ts'
import { readCellChanges, writeByEmail } from '../contact-cells.ts'
import { findByEmail } from '../find-contact.ts'
import { recordIdOf } from '../state/record-id.ts'
import type { List } from '../state/lists.ts'

export const upsertRecord: ApiEndpoint = {
  name: 'upsertContact',
  method: 'PUT',
  path: '/api/1/list/:listId/record',
  handle: onList(async (call, list) => {
    const { context, body, query, accountId, at } = call
    const email = query.get('email') ?? ''
    if (email === '') return invalidContact()
    const changes = readCellChanges(context, list, body)
    if (isAnswer(changes)) return changes
    if (query.get('async') === 'Y') {
      const work = { kind: 'upsert', listId: list.listId, email } as const
      const file = JSON.stringify(changes)
      return uploadAccepted(context.jobs.start({ accountId, work, file, at }))
    }
    const known = findByEmail(context, list, email)
    await delay(context.knobs.upsertGapMs)
    if (isGone(call, list)) return invalidList()
    const written = writeByEmail(context, list, known, email, changes)
    if ('rejected' in written) return apiErrorOfUnknownCode(written.rejected)
    await slowness(call, list)
    if (context.knobs.upsertAnswer === 'empty') return json({})
    const id = recordIdOf(list, written.rowNo)
    const message = written.wasNew ? context.knobs.upsertInsertMessage : 'Record updated'
    return json({ status: 'success', message, id, contact_id: id })
  }),
}

/** Since the search, a user may have deleted the list, or the sandbox may have been closed. */
function isGone({ context, accountId }: ApiCall, list: List): boolean {
  return !context.database.isOpen || context.lists.find(accountId, list.listId) === null
}

/** Long enough that the caller times out, although the write took effect. */
async function slowness({ context }: ApiCall, list: List): Promise<void> {
  const { aboveRows, delayMs } = context.knobs.slowUpsert
  if (context.contacts.count(list) > aboveRows) await delay(delayMs, undefined, { ref: false })
}
