/** `GET /api/1/list/lookup/{listid}?email=`: a flat object; only here is the id called `contactID`. */
import type { Answer } from '../../http-server.ts'
import { onList } from '../api-endpoint.ts'
import type { ApiEndpoint } from '../api-endpoint.ts'
import { invalidContact, json } from '../answers.ts'
import { byHeading } from '../cell-rules.ts'
import type { ActOnKnobs } from '../knobs.ts'
import { findByEmail } from '../find-contact.ts'
import { recordIdOf } from '../state/record-id.ts'

export const lookupRecord: ApiEndpoint = {
  name: 'lookup',
  method: 'GET',
  path: '/api/1/list/lookup/:listId',
  handle: onList(({ context, query }, list) => {
    const contact = findByEmail(context, list, query.get('email') ?? '')
    if (contact === null) return notFound(context.knobs)
    const contactID = recordIdOf(list, contact.rowNo)
    return json({ contactID, ...byHeading(list, contact.cells), '.tz': '' })
  }),
}

function notFound({ lookupNotFound }: ActOnKnobs): Answer {
  if (lookupNotFound === 'contact400') return invalidContact()
  return json({}, lookupNotFound === 'empty400' ? 400 : 200)
}
