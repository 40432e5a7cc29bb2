/** A list on an account's page: its heading, its table and links to further pages. */
import { html, type Html } from '../../html.ts'

export interface Section {
  /** On the account's page also the name of its cursor parameter: a `SectionId`. */
  readonly id: string
  readonly heading: string
  readonly columns: readonly string[]
  readonly rows: readonly SectionRow[]
  /** Shown instead of a table without rows. */
  readonly emptyText: string
  /** Between heading and table: actions on the whole list. */
  readonly above?: Html
  readonly pages: SectionPages
}

export type SectionId = 'problems' | 'runs' | 'webinars' | 'rejections' | 'verifications' | 'audit'

export interface SectionRow {
  readonly id: string
  /** One for each column. */
  readonly cells: readonly Html[]
}

export interface SectionPages {
  /** Null on the first page. */
  readonly first: string | null
  /** Null on the last page. */
  readonly next: string | null
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
    <nav class="pages" id="${id}-pages" aria-label="Pages: ${heading}">
      !${pages.first === null ? '' : html`<a id="${id}-first" href="${pages.first}">First page</a>`}
      !${pages.next === null ? '' : html`<a id="${id}-next" href="${pages.next}">More</a>`}
    </nav>
  </section>`
}

function tableCell(heading: string, content: Html): Html {
  return html`<td role="cell" data-heading="${heading}"><div>!${content}</div></td>`
}
