/** The columns of a download. The record id is the first one, and `emailColumn` counts it. */
import type { Answer } from '../http-server.ts'
import { apiErrorOfUnknownCode } from './answers.ts'
import { unknownColumn } from './contact-cells.ts'
import type { ActOnKnobs } from './knobs.ts'
import type { Contact } from './state/contacts.ts'
import { recordIdOf } from './state/record-id.ts'
import type { List } from './state/lists.ts'

export interface DownloadColumn {
  readonly heading: string
  readonly isEmail: boolean
  readonly valueOf: (contact: Contact) => string
}

const RECORD_ID = '_contact_id_'

export function chooseColumns(
  knobs: ActOnKnobs,
  query: URLSearchParams,
  list: List,
): DownloadColumn[] | Answer {
  const recordId: DownloadColumn = {
    heading: RECORD_ID,
    isEmail: false,
    valueOf: ({ rowNo }) => recordIdOf(list, rowNo),
  }
  const all = list.columns.map(({ heading, columnType }, index) => ({
    heading,
    isEmail: columnType === 'EMAIL',
    valueOf: ({ cells }: Contact) => cells[index] ?? '',
  }))
  const dates = query.get('datequalifiers') === 'true' ? dateColumns(knobs) : []
  const fields = query.get('fields')
  if (fields === null) return [recordId, ...all, ...dates]
  if (dates.length > 0)
    return apiErrorOfUnknownCode('fields and datequalifiers exclude each other.')

  const asked = fields.split(';')
  const columns: DownloadColumn[] = []
  const hasRecordId = knobs.recordIdWithFields !== 'never'
  if (knobs.recordIdWithFields === 'always' || (hasRecordId && asked.includes(RECORD_ID))) {
    columns.push(recordId)
  }
  for (const field of asked.filter((one) => one !== RECORD_ID || !hasRecordId)) {
    const column = all.find(({ heading }) => heading === field)
    if (column !== undefined) columns.push(column)
    else if (knobs.unknownField === 'refuse') return unknownColumn(knobs.unknownColumnBody)
  }
  return columns
}

function dateColumns(knobs: ActOnKnobs): DownloadColumn[] {
  const prefix = knobs.dateQualifierHeadings === 'underscored' ? '__' : ''
  const column = (name: string, at: (contact: Contact) => number) => ({
    heading: `${prefix}${name}`,
    isEmail: false,
    valueOf: (contact: Contact) => String(at(contact)),
  })
  return [
    column('created_date', ({ createdAt }) => createdAt),
    column('modified_date', ({ modifiedAt }) => modifiedAt),
  ]
}
