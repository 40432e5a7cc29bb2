/**
 * The multipart forms of list uploads. Act-On takes them in no other content type, and sniffs a separator
 * that is not named.
 */
import FormData from 'form-data'
import type { ListColumn } from '../contracts/list-column.ts'

/** Says nothing of the people in it: file names end up in other people's logs. */
const FILE = { filename: 'contacts.csv', contentType: 'text/csv; charset=utf-8' }

export function newListForm(
  name: string,
  folderName: string,
  columns: readonly ListColumn[],
): FormData {
  return formOf({ listname: name, foldername: folderName, ...csvFields(columns) })
}

/** `columns` are those of the list, all of them and in its order: Act-On maps by position and heading. */
export function mergeForm(listId: string, columns: readonly ListColumn[], csv: Buffer): FormData {
  const mergeSpecs = [{ mergeMode: 'UPSERT', dstListId: listId, columnMap: [] }]
  const form = formOf({
    ...csvFields(columns),
    mergespecs: JSON.stringify(mergeSpecs),
    putEmptyValues: 'N',
  })
  form.append('file', csv, FILE)
  return form
}

function csvFields(columns: readonly ListColumn[]) {
  return {
    uploadspecs: JSON.stringify(columns.map(uploadSpec)),
    quotecharacter: 'DOUBLE_QUOTE',
    fieldseparator: 'COMMA',
    headings: 'Y',
  }
}

/** An empty `columnType` is refused, so that a column without one must leave the key out. */
function uploadSpec({ heading, columnType }: ListColumn, columnIndex: number) {
  const spec = { columnHeading: heading, columnIndex }
  return columnType === undefined ? spec : { ...spec, columnType }
}

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}
