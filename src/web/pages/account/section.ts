/** A list on an operators' page: its heading, its table and links to further pages. */
import { html, type Html } from '../../html.ts'
import { type PageLinks, pagesNav } from '../page-trail.ts'

export interface Section {
  readonly id: string
  readonly heading: string
  readonly columns: readonly string[]
  readonly rows: readonly SectionRow[]
  /** Shown instead of a table without rows. */
  readonly emptyText: string
  /** Between heading and table: filters, and actions on the whole list. Its elements have ids. */
  readonly above?: Html
  /** After the table: links to further pages, or to the whole list. Null: this is the whole list. */
  readonly pages: PageLinks | WholeList | null
}

export interface WholeList {
  readonly path: string
  readonly words: string
}

export interface SectionRow {
  readonly id: string
  /** One for each column. */
  readonly cells: readonly Html[]
}

export function section({ id, heading, columns, rows, emptyText, above, pages }: Section): Html {
  const row = (each: SectionRow) =>
    html`<tr id="${each.id}" role="row">
      !${each.cells.map((cell, index) => tableCell(columns[index] ?? '', cell))}
    </tr>`
  return html`<section id="${id}" aria-labelledby="${id}-heading" tabindex="-1">
    <h2 id="${id}-heading">${heading}</h2>
    !${above ?? ''}
    !${
      rows.length === 0
        ? html`<p class="empty" id="${id}-nothing">${emptyText}</p>`
        : html`<table role="table" id="${id}-table" aria-labelledby="${id}-heading">
            <thead role="rowgroup" id="${id}-columns">
              <tr role="row" id="${id}-headings">
                !${columns.map(
                  (column) => html`<th role="columnheader" scope="col">${column}</th>`,
                )}
              </tr>
            </thead>
            <tbody role="rowgroup" id="${id}-rows">
              !${rows.map(row)}
            </tbody>
          </table>`
    }
    !${pages === null ? '' : pagesOf(id, heading, pages)}
  </section>`
}

function pagesOf(id: string, heading: string, pages: PageLinks | WholeList): Html {
  return 'words' in pages
    ? html`<p class="pages" id="${id}-all"><a href="${pages.path}">${pages.words}</a></p>`
    : pagesNav(id, heading, pages)
}

function tableCell(heading: string, content: Html): Html {
  return html`<td role="cell" data-heading="${heading}"><div>!${content}</div></td>`
}
