/**
 * Parses the form of an upload: `uploadspecs`, `quotecharacter`, `fieldseparator`, `headings`. Unknown fields,
 * including the misspelled `fieldseperator` of Act-On's own sample, are ignored.
 */
import type { Answer } from '../../http-server.ts'
import { apiErrorOfUnknownCode } from '../answers.ts'
import type { FileFormat } from '../state/jobs.ts'
import type { Column } from '../state/lists.ts'

/** The columns that are not ignored, in the order of the file, and their indexes in it. */
export interface UploadColumns {
  readonly columns: readonly Column[]
  readonly indexes: readonly number[]
}

const COLUMN_TYPES = new Set(
  `EMAIL FIRSTNAME LASTNAME MIDDLENAME COMPANY JOBTITLE DEPT BIZ_STREET BIZ_CITY BIZ_STATE BIZ_ZIP
   BIZ_COUNTRY HOME_STREET HOME_CITY HOME_STATE HOME_ZIP HOME_COUNTRY BIZ_PHONE BIZ_FAX HOME_PHONE
   HOME_FAX CELL_PHONE BIZ_WEB HOME_WEB`.split(/\s+/),
)
const QUOTES: Readonly<Record<string, FileFormat['quote']>> = {
  NONE: null,
  SINGLE_QUOTE: "'",
  DOUBLE_QUOTE: '"',
}
const SEPARATORS: Readonly<Record<string, string>> = {
  COMMA: ',',
  SEMICOLON: ';',
  SEMI: ';',
  TAB: '\t',
}

export function readUploadColumns(fields: ReadonlyMap<string, string>): UploadColumns | Answer {
  const specs = parseJson(fields.get('uploadspecs'))
  if (!Array.isArray(specs) || specs.length === 0) return refuse('Invalid or missing upload specs.')
  const read: { column: Column; index: number; ignored: boolean }[] = []
  for (const spec of specs) {
    const { columnHeading, columnIndex, columnType = null, ignoreColumn } = asObject(spec)
    const index = indexOf(columnIndex)
    if (typeof columnHeading !== 'string' || columnHeading === '' || index === null) {
      return refuse('Upload specs contain an invalid column.')
    }
    if (columnType !== null && !(typeof columnType === 'string' && COLUMN_TYPES.has(columnType))) {
      return refuse('Upload specs contain an invalid column type value.')
    }
    const column = { heading: columnHeading, columnType }
    read.push({ column, index, ignored: ignoreColumn === 'Y' })
  }
  const kept = read.filter(({ ignored }) => !ignored).sort((a, b) => a.index - b.index)
  const columns = kept.map(({ column }) => column)
  if (!columns.some(({ columnType }) => columnType === 'EMAIL')) {
    return refuse('Upload specs contain no email column.')
  }
  return { columns, indexes: kept.map(({ index }) => index) }
}

export function readFileFormat(fields: ReadonlyMap<string, string>): FileFormat | Answer {
  const quote = QUOTES[fields.get('quotecharacter') ?? '']
  if (quote === undefined) return refuse('Invalid or missing quote character.')
  const declared = fields.get('fieldseparator')
  const separator = declared === undefined ? null : SEPARATORS[declared]
  if (separator === undefined) return refuse('Invalid field separator.')
  return { quote, separator, hasHeadings: (fields.get('headings') ?? 'Y') === 'Y' }
}

export function isAnswer(value: object): value is Answer {
  return 'status' in value
}

/** Undefined: not JSON. */
export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** Act-On accepts the index as a number or a string. */
function indexOf(value: unknown): number | null {
  const index = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof index === 'number' && Number.isInteger(index) && index >= 0 ? index : null
}

function refuse(words: string): Answer {
  return apiErrorOfUnknownCode(words)
}
