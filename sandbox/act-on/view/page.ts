/** The layout of every page of the view. All outside text goes through `html`, which escapes it. */

/** Markup that is inserted without escaping. */
export interface Html {
  readonly markup: string
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  const markup = parts.map((part, at) => part + (at < values.length ? markupOf(values[at]) : ''))
  return { markup: markup.join('') }
}

function markupOf(value: string | number | Html | readonly Html[] | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'object') {
    return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
  }
  return String(value).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}

const STYLE = `
  body { margin: 2rem; font: 15px/1.5 system-ui, sans-serif; color: #1d2733; background: #f6f7f9 }
  nav { margin-bottom: .5rem } a { color: #0b57a4 } h1 { font-size: 1.4rem; margin: 0 0 .25rem }
  p { margin: .25rem 0 1rem; color: #4a5665 }
  .scroll { overflow-x: auto; background: #fff; border: 1px solid #d5dae1; border-radius: 6px }
  table { border-collapse: collapse; width: 100% }
  th, td { padding: .4rem .7rem; text-align: left; vertical-align: top; white-space: nowrap;
    border-bottom: 1px solid #e6e9ee; max-width: 26rem; overflow: hidden; text-overflow: ellipsis }
  th { background: #eef1f5; position: sticky; top: 0 } tr:last-child td { border-bottom: 0 }
  td.number { font-variant-numeric: tabular-nums }
  form { margin: 1rem 0; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end }
  input, select, button { font: inherit; padding: .25rem .5rem } label { color: #4a5665 }
  footer { margin-top: 1rem; color: #4a5665; font-size: .85rem }
`

export interface PageParts {
  readonly title: string
  /** The breadcrumb trail, outermost page first. */
  readonly trail: readonly { readonly label: string; readonly href: string }[]
  readonly lead: string | Html
  readonly headings: readonly string[]
  readonly rows: readonly (readonly (string | number | Html)[])[]
  readonly foot?: Html
  /** A page with forms does not reload itself: what a person is typing would be lost. */
  readonly forms?: readonly Html[]
}

const RELOAD = html`<meta http-equiv="refresh" content="10" />`

export function page(parts: PageParts): string {
  const trail = parts.trail.map(({ label, href }) => html`<a href="${href}">${label}</a> › `)
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        ${parts.forms === undefined ? RELOAD : html``}
        <title>${parts.title} · sandbox Act-On</title>
        <style>
          ${{ markup: STYLE }}
        </style>
      </head>
      <body>
        <nav>${trail}</nav>
        <h1>${parts.title}</h1>
        <p>${parts.lead}</p>
        ${parts.headings.length === 0 ? html`` : table(parts)} ${parts.foot ?? html``}
        ${parts.forms ?? []}
        <footer>
          A stand-in for Act-On’s own pages.
          ${parts.forms === undefined ? 'This page reloads itself every ten seconds.' : ''}
        </footer>
      </body>
    </html>`.markup
}

function table({ headings, rows }: PageParts): Html {
  const head = headings.map((heading) => html`<th scope="col">${heading}</th>`)
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map(cell)}
      </tr>`,
  )
  return html`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`
}

function cell(value: string | number | Html): Html {
  return typeof value === 'number'
    ? html`<td class="number">${value}</td>`
    : html`<td>${value}</td>`
}
