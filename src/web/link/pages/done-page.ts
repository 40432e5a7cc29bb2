/** The page after linking: the Act-On account, the folder of its lists and the progress of the first sync. */
import { html, type Html } from '../../html.ts'
import type { FirstSync } from '../first-sync.ts'
import { heading, layout } from './layout.ts'
import { type Operator, whomToAsk } from './operator-words.ts'
import { describeFirstSync } from './sync-text.ts'

export interface DonePage {
  readonly operator: Operator
  readonly actOnAccountName: string
  /** Named by the ON24 client id. */
  readonly folder: string
  /** IANA. */
  readonly timeZone: string
  /** The time zone that Act-On gives, when it is unknown. */
  readonly unknownTimeZone: string | null
  readonly progress: FirstSync
  /** Of the customer's own page; null if operators have made no link to it. */
  readonly statusPath: string | null
}

const REFRESH_SECONDS = 3
/** Longer, because reloading the whole page disturbs more than updating a line. */
const REFRESH_WITHOUT_SCRIPT_SECONDS = 5

export function donePage(page: DonePage): Html {
  const { operator, actOnAccountName, folder, progress } = page
  const { asksAgain } = describeFirstSync(progress, operator)
  return layout({
    operator,
    title: 'Act-On is linked',
    main: html`<div class="narrow">
      !${heading('Act-On is linked')}
      <p>
        Your webinars’ registrants are now synced to the Act-On account
        <strong>${actOnAccountName}</strong> every six hours. The sync runs by itself: you can close
        this page.
      </p>
      <section class="card" aria-labelledby="sync-heading" !${refresh(asksAgain)}>
        <h2 id="sync-heading">First sync</h2>
        !${firstSyncParts(page)}
      </section>
      <h2>Where to find your lists</h2>
      <p>
        In Act-On under Marketing Lists, in the folder <strong>${folder}</strong>.
        <span id="sync-folder" data-fresh>${aboutTheFolder(progress)}</span>
      </p>
      !${howToSeeItAgain(page)} !${aboutTheZone(page)}
    </div>`,
    refreshSeconds: asksAgain ? REFRESH_WITHOUT_SCRIPT_SECONDS : undefined,
  })
}

function howToSeeItAgain({ operator, statusPath }: DonePage): Html {
  const forADay = 'This page can be opened for a day after linking, in this browser only.'
  return html`<h2>How to see again how the sync goes</h2>
    !${
      statusPath === null
        ? html`<p>
            ${forADay} For later, ask ${whomToAsk(operator)} for a link to your own page, which
            shows at any time how the sync stands.
          </p>`
        : html`<p>
            <a href="${statusPath}">Your own page</a> shows at any time how the sync stands: please
            bookmark it. ${forADay}
          </p>`
    }`
}

function aboutTheZone({ operator, timeZone, unknownTimeZone }: DonePage): Html {
  return unknownTimeZone === null
    ? ''
    : html`<h2>Time zone</h2>
        <p id="unknown-time-zone">
          Act-On gives <strong>${unknownTimeZone}</strong> as the time zone of your account, which
          we do not know. Times are written in <strong>${timeZone}</strong>: please tell
          ${whomToAsk(operator)} which zone is right.
        </p>`
}

/** The script stops refreshing when a fresh page no longer has this attribute. */
function refresh(asksAgain: boolean): Html {
  return asksAgain ? html`data-refresh-seconds="${REFRESH_SECONDS}"` : ''
}

function aboutTheFolder({ inActOn }: FirstSync): string {
  return inActOn.lists === 0
    ? 'It appears with the first list, as soon as a webinar has a registrant.'
    : 'It has a list for each webinar with registrants.'
}

/** The script replaces elements marked `data-fresh`. Only the first, which rarely changes, is read aloud. */
function firstSyncParts({ progress, operator }: DonePage): Html {
  const { heading, detail, bar } = describeFirstSync(progress, operator)
  return html`<p class="state" id="sync-state" role="status" data-fresh>${heading}</p>
    <div id="sync-bar" data-fresh>!${progressBar(bar)}</div>
    <p id="sync-detail" data-fresh>${detail}</p>`
}

/** Empty when nothing is running. A bar without a value shows that the amount of work is unknown. */
function progressBar(bar: ReturnType<typeof describeFirstSync>['bar']): Html {
  if (bar === null) return ''
  return bar === 'unknown'
    ? html`<progress aria-labelledby="sync-heading"></progress>`
    : html`<progress aria-labelledby="sync-heading" value="${bar.done}" max="${bar.of}"></progress>`
}
