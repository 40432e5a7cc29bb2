/** The pages on which a person plays a user of Act-On: one edits a contact, one edits a list. */
import { byHeading } from '../cell-rules.ts'
import type { ActOnContext } from '../context.ts'
import type { List } from '../state/lists.ts'
import { rowNoOf } from '../state/record-id.ts'
import { html, page } from './page.ts'
import type { Html, PageParts } from './page.ts'
import type { ListChoice, RowChoice } from './user-choices.ts'

type Trail = PageParts['trail']

/** Null if there is no such contact. */
export function rowPage(
  { contacts }: ActOnContext,
  list: List,
  recordId: string,
  trail: Trail,
): string | null {
  const rowNo = rowNoOf(list, recordId)
  const contact = rowNo === null ? null : contacts.find(list, rowNo)
  if (contact === null) return null
  return page({
    title: `Contact ${recordId}`,
    trail,
    lead: 'Change it here as a user of Act-On would, unknown to the service.',
    headings: ['Column', 'Value'],
    rows: Object.entries(byHeading(list, contact.cells)),
    forms: [
      form<RowChoice>('editCell', 'Change the cell', [
        columnField(list),
        html`<label>New value <input name="value" size="40" /></label>`,
      ]),
      form<RowChoice>('copyRow', 'Copy the row'),
      form<RowChoice>('deleteRow', 'Delete the row'),
    ],
  })
}

export function listPage(list: List, trail: Trail): string {
  return page({
    title: `Edit ${list.name}`,
    trail,
    lead: 'Change it here as a user of Act-On would, unknown to the service.',
    headings: [],
    rows: [],
    forms: [
      form<ListChoice>('renameColumn', 'Rename the column', [
        columnField(list),
        html`<label>New heading <input name="newHeading" required /></label>`,
      ]),
      form<ListChoice>('deleteColumn', 'Delete the column', [columnField(list)]),
      form<ListChoice>('moveList', 'Move the list', [
        html`<label>
          Folder <input name="folderName" value="${list.folderName}" required />
        </label>`,
      ]),
      form<ListChoice>('deleteList', 'Delete the list'),
    ],
  })
}

/** It posts to the URL of its page. */
function form<Choice extends { readonly does: string }>(
  does: Choice['does'],
  button: string,
  fields: readonly Html[] = [],
): Html {
  return html`<form method="post">
    <input type="hidden" name="does" value="${does}" />
    ${fields}
    <button type="submit">${button}</button>
  </form>`
}

function columnField({ columns }: List): Html {
  const options = columns.map(({ heading }) => html`<option>${heading}</option>`)
  return html`<label>
    Column
    <select name="heading">
      ${options}
    </select>
  </label>`
}
