/** After linking: which account, where its lists will be, and how the first sync goes. */
import { html, type Html } from '../../html.ts'
import type { FirstSync } from '../first-sync.ts'
import { heading, layout } from './layout.ts'
import { describeFirstSync } from './sync-words.ts'

export interface DonePage {
  readonly actOnAccountName: string
  /** Named by the ON24 client id. */
  readonly folder: string
  /** IANA. */
  readonly timeZone: string
  /** What Act-On calls its zone, when that is none that we know. */
  readonly unknownTimeZone: string | null
  readonly progress: FirstSync
}

const REFRESH_SECONDS = 3
/** A whole page that reloads is more of a nuisance than a line that changes. */
const REFRESH_WITHOUT_SCRIPT_SECONDS = 5

export function donePage(page: DonePage): Html {
  const { actOnAccountName, folder, progress } = page
  const { asksAgain } = describeFirstSync(progress)
  return layout({
    title: 'Act-On is linked',
    main: html`<div class="narrow">
      !${heading('Act-On is linked')}
      <p>
        The people of your webinars now come to the Act-On account
        <strong>${actOnAccountName}</strong>, every six hours. The sync goes on by itself: you can
        close this page.
      </p>
      <section class="card" aria-labelledby="sync-heading" !${refresh(asksAgain)}>
        <h2 id="sync-heading">First sync</h2>
        !${firstSyncParts(progress)}
      </section>
      <h2>Where to find it</h2>
      <p>
        In Act-On under Marketing Lists, in the folder <strong>${folder}</strong>.
        <span id="sync-folder" data-fresh>${aboutTheFolder(progress)}</span>
      </p>
      !${aboutTheZone(page)}
    </div>`,
    refreshSeconds: asksAgain ? REFRESH_WITHOUT_SCRIPT_SECONDS : undefined,
  })
}

function aboutTheZone({ timeZone, unknownTimeZone }: DonePage): Html {
  return unknownTimeZone === null
    ? ''
    : html`<h2>Time zone</h2>
        <p id="unknown-time-zone">
          Act-On calls the time zone of your account <strong>${unknownTimeZone}</strong>, which is
          unknown here. Times are written as of <strong>${timeZone}</strong>: tell whoever sent you
          the link which zone is right.
        </p>`
}

/** The script stops when a fresh page no longer says this. */
function refresh(asksAgain: boolean): Html {
  return asksAgain ? html`data-refresh-seconds="${REFRESH_SECONDS}"` : ''
}

function aboutTheFolder({ inActOn }: FirstSync): string {
  return inActOn.lists === 0
    ? 'It appears together with the first list, as soon as a webinar has a registrant.'
    : 'Each webinar with registrants has a list there.'
}

/** What `data-fresh` marks is replaced by the script. Only the first, which seldom changes, is read aloud. */
function firstSyncParts(progress: FirstSync): Html {
  const { heading, detail, bar } = describeFirstSync(progress)
  return html`<p class="state" id="sync-state" role="status" data-fresh>${heading}</p>
    <div id="sync-bar" data-fresh>!${progressBar(bar)}</div>
    <p id="sync-detail" data-fresh>${detail}</p>`
}

/** Null: nothing moves any more. Without a value the bar says that it is not known how much there is to do. */
function progressBar(bar: ReturnType<typeof describeFirstSync>['bar']): Html {
  if (bar === null) return ''
  return bar === 'unknown'
    ? html`<progress aria-labelledby="sync-heading"></progress>`
    : html`<progress aria-labelledby="sync-heading" value="${bar.done}" max="${bar.of}"></progress>`
}
