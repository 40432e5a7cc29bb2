/** The frame of every customer page. The content security policy forbids inline and external scripts and styles. */
import { html, type Html } from '../../html.ts'
import { brand, footer, type Operator } from './operator-words.ts'

export interface PageContent {
  readonly operator: Operator
  readonly title: string
  readonly main: Html
  /** Without JavaScript, the page reloads itself after this many seconds. */
  readonly refreshSeconds?: number | undefined
}

export function layout({ operator, title, main, refreshSeconds }: PageContent): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        !${refreshSeconds === undefined ? '' : refreshWithoutScript(refreshSeconds)}
        <link rel="icon" href="/link/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/link/assets/base.css" />
        <link rel="stylesheet" href="/link/assets/link.css" />
        <script src="/link/assets/local-times.js" defer></script>
        <script src="/link/assets/link.js" defer></script>
      </head>
      <body>
        <header class="brand">
          !${brand(operator)}
          <span class="product">ON24 <span aria-hidden="true">→</span> Act-On</span>
        </header>
        <main>!${main}</main>
        <footer>!${footer(operator)}</footer>
      </body>
    </html>`
}

/** Keeps "Act-On" on one line: on a small screen, a large heading could break after "Act-". */
export function heading(title: string): Html {
  const [first = '', ...others] = title.split('Act-On')
  const rest = others.map((part) => html`<span class="whole">Act-On</span>${part}`)
  return html`<h1>${first}!${rest}</h1>`
}

function refreshWithoutScript(seconds: number): Html {
  return html`<noscript><meta http-equiv="refresh" content="${seconds}" /></noscript>`
}
