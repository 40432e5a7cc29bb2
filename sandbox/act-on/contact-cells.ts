/** Writes one contact by headings: the rules that insert, update and upsert share. */
import { z } from 'zod'
import type { Answer } from '../http-server.ts'
import { apiError, apiErrorOfUnknownCode } from './answers.ts'
import { reasonToReject } from './cell-rules.ts'
import type { ActOnContext } from './context.ts'
import { findByEmail } from './find-contact.ts'
import type { RequestBody } from './request-body.ts'
import type { Contact } from './state/contacts.ts'
import { emailIndexOf } from './state/lists.ts'
import type { List } from './state/lists.ts'

/** `index`: position among the list's columns. */
export const CellChanges = z.array(z.object({ index: z.number(), value: z.string() })).readonly()
export type CellChanges = z.infer<typeof CellChanges>

export type Written =
  { readonly rowNo: number; readonly wasNew: boolean } | { readonly rejected: string }

/** All or nothing: one key that is no column refuses the whole body. Accepts only raw JSON. */
export function readCellChanges(
  { knobs }: ActOnContext,
  list: List,
  body: RequestBody,
): CellChanges | Answer {
  if (body.kind !== 'json') return { status: 415, contentType: 'text/plain', body: '' }
  if (typeof body.value !== 'object' || body.value === null || Array.isArray(body.value)) {
    return apiErrorOfUnknownCode('A record must be an object.')
  }
  const changes: CellChanges[number][] = []
  for (const [key, value] of Object.entries(body.value)) {
    const index = list.columns.findIndex(
      ({ heading, columnType }) =>
        heading === key || (knobs.systemNameKeys === 'accept' && columnType === key),
    )
    if (index === -1) return unknownColumn(knobs.unknownColumnBody)
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      return apiErrorOfUnknownCode('A cell must be text.')
    }
    changes.push({ index, value: String(value) })
  }
  return changes
}

/** The vendor's example has the code as a string and a trailing comma. */
export function unknownColumn(shape: 'invalidJson' | 'json'): Answer {
  if (shape === 'json') return apiError('10010', 'Invalid Column Specified')
  const body = '{\n  "errorCode": "10010",\n  "message": "Invalid Column Specified",\n}'
  return { status: 400, body }
}

/** Writes the first row with the address, else a new row; the address of the call fills its cell. */
export function writeByEmail(
  context: ActOnContext,
  list: List,
  known: Contact | null,
  email: string,
  changes: CellChanges,
): Written {
  const emailIndex = emailIndexOf(list)
  const saysAddress = changes.some(({ index }) => index === emailIndex)
  if (known !== null || saysAddress) return writeContact(context, list, known, changes)
  return writeContact(context, list, null, [...changes, { index: emailIndex, value: email }])
}

export function writeContact(
  context: ActOnContext,
  list: List,
  known: Contact | null,
  changes: CellChanges,
): Written {
  const { contacts, lists, knobs } = context
  const cells = known === null ? list.columns.map(() => '') : [...known.cells]
  for (const { index, value } of changes) {
    if (value !== '' || knobs.emptyStringInRecord === 'clears') cells[index] = value
  }
  const reason = reasonToReject(context, list, cells)
  if (reason !== null) return { rejected: reason }
  const at = context.clock.now().getTime()
  lists.touch(list, at)
  if (known === null) return { rowNo: contacts.insert(list, cells, at), wasNew: true }
  contacts.update(list, known.rowNo, cells, at)
  return { rowNo: known.rowNo, wasNew: false }
}

/** Carries out an upsert at once, also for the job of an asynchronous one. */
export function upsertNow(
  context: ActOnContext,
  list: List,
  email: string,
  changes: CellChanges,
): Written {
  return writeByEmail(context, list, findByEmail(context, list, email), email, changes)
}
