/** The frame of every operator page. The content security policy forbids inline and external scripts and styles. */
import packageJson from '../../../package.json' with { type: 'json' }
import { html, type Html } from '../html.ts'
import { FIND_AUDIT_PATH } from './audit/audit-paths.ts'

export interface PageContent {
  readonly title: string
  /** The operator who is signed in. */
  readonly operator: string | null
  /** The result of the previous form. */
  readonly message?: string | null
  readonly main: Html
  /** The script refreshes the parts marked `data-live` every few seconds. */
  readonly isLive?: boolean
  /** Without JavaScript, the page reloads itself after this many seconds. */
  readonly refreshSeconds?: number
}

const LIVE_SECONDS = 3

export function layout(page: PageContent): Html {
  const { title, main, refreshSeconds, isLive = false } = page
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title} – ON24 → Act-On</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        !${refreshSeconds === undefined ? '' : refreshWithoutScript(refreshSeconds)}
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/base.css" />
        <link rel="stylesheet" href="/assets/status.css" />
        <link rel="stylesheet" href="/assets/status-controls.css" />
        <link rel="stylesheet" href="/assets/status-tables.css" />
        <link rel="stylesheet" href="/assets/status-tabs.css" />
        <link rel="stylesheet" href="/assets/status-accounts.css" />
        <script src="/assets/copy.js" defer></script>
        <script src="/assets/local-times.js" defer></script>
        <script src="/assets/status.js" defer></script>
        !${isLive ? html`<script src="/assets/freshness.js" defer></script>` : ''}
        <script src="/assets/menus.js" defer></script>
      </head>
      <body !${isLive ? html`data-live-seconds="${LIVE_SECONDS}"` : ''}>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <a class="brand" href="/">ON24 <span aria-hidden="true">→</span> Act-On</a>
          !${isLive ? FRESHNESS : ''} !${page.operator === null ? '' : whoIsSignedIn(page.operator)}
        </header>
        <main id="main">!${messageOf(page)} !${main}</main>
        !${pageFooter(page.operator)}
      </body>
    </html>`
}

/** Filled by freshness.js: without it no page is live. */
const FRESHNESS = html`<span class="detail" id="updated"></span>`

/** Strangers need not know the version. */
function pageFooter(operator: string | null): Html {
  return html`<footer>
    <nav aria-label="Service">
      <a href="/">Accounts</a> <a href="/docs">API reference</a>
      <a href="/notices/test">Test the notices</a>
      <a href="${FIND_AUDIT_PATH}">Find an audit trail</a>
    </nav>
    !${operator === null ? '' : html`<span>Version ${packageJson.version}</span>`}
  </footer>`
}

function whoIsSignedIn(operator: string): Html {
  return html`<form class="signed-in" method="post" action="/sign-out">
    <span>Signed in as <strong>${operator}</strong></span>
    <button class="button quiet" type="submit">Sign out</button>
  </form>`
}

/** Gets the focus when the page opens, so that a screen reader starts with it. */
function messageOf({ message = null }: PageContent): Html {
  return message === null
    ? ''
    : html`<p class="message" role="status" tabindex="-1" autofocus>${message}</p>`
}

function refreshWithoutScript(seconds: number): Html {
  return html`<noscript><meta http-equiv="refresh" content="${seconds}" /></noscript>`
}
