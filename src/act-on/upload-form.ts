/**
 * The multipart forms of list uploads. Act-On accepts no other content type, and guesses the field separator if the
 * form does not name it.
 */
import FormData from 'form-data'
import type { ListColumn } from '../contracts/act-on-column.ts'

/** The name says nothing about the people in the file: file names end up in other systems' logs. */
const FILE = { filename: 'contacts.csv', contentType: 'text/csv; charset=utf-8' }

export function newListForm(
  name: string,
  folderName: string,
  columns: readonly ListColumn[],
): FormData {
  return formOf({ listname: name, foldername: folderName, ...csvFields(columns) })
}

/** `columns` are all columns of the list, in its order: Act-On maps them by position and heading. */
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

/** Act-On refuses an empty `columnType`, so the key is left out for a column without one. */
function uploadSpec({ heading, columnType }: ListColumn, columnIndex: number) {
  const spec = { columnHeading: heading, columnIndex }
  return columnType === undefined ? spec : { ...spec, columnType }
}

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}
