/** The customer's own page: how the sync stands, what waits and why, and the webinars. It changes nothing by itself. */
import { html, type Html } from '../html.ts'
import { heading, layout } from '../link/pages/layout.ts'
import { message } from '../link/pages/message-pages.ts'
import { askWhom, type Operator, whomToAsk, whoRuns } from '../link/pages/operator-words.ts'
import { formatCount } from '../pages/numbers.ts'
import { instantIn } from '../pages/times.ts'
import type { CustomerStatus, CustomerWebinar } from './customer-status.ts'
import type { CustomerProblem } from './problem-words.ts'
import { leftOutWords, stateWords, waitingWords } from './state-words.ts'

export interface StatusPage extends CustomerStatus {
  readonly operator: Operator
  /** Of this page; it ends with the token. */
  readonly path: string
  /** Where its page of webinars begins; null for the first. */
  readonly cursor: string | null
}

export function statusPage(page: StatusPage): Html {
  return layout({
    operator: page.operator,
    title: `Sync of ${page.name}`,
    main: html`<div class="narrow">
      !${heading('Your webinars in Act-On')}
      <p>
        This page shows the sync of the ON24 account <strong>${page.name}</strong> (client id
        <strong>${page.on24ClientId}</strong>)
        !${
          page.actOnAccountName === null
            ? html`to Act-On.`
            : html`to the Act-On account <strong>${page.actOnAccountName}</strong>.`
        }
      </p>
      !${standing(page)} !${whatWaits(page)} !${webinars(page)} !${help(page)}
    </div>`,
  })
}

function standing(page: StatusPage): Html {
  const { heading, detail } = stateWords(page, page.operator)
  return html`<section class="card" aria-labelledby="state-heading">
    <h2 id="state-heading">${heading}</h2>
    <p>${detail}</p>
    !${page.needsRelink ? relink(page) : ''}
    <dl>
      <div>
        <dt>Last successful sync</dt>
        <dd>!${time(page, page.lastSuccessAt, 'None yet')}</dd>
      </div>
      <div>
        <dt>Sync under way</dt>
        <dd>
          !${page.runningSince === null ? 'None' : html`Since !${instantIn(page.runningSince, page.timeZone)}`}
        </dd>
      </div>
      <div>
        <dt>Next sync</dt>
        <dd>!${time(page, page.nextSyncAt, 'None planned')}</dd>
      </div>
    </dl>
    <p class="hint">
      Times are in the time zone <strong>${page.timeZone}</strong>, in which new lists are written,
      too.
    </p>
  </section>`
}

/** It leads to the linking page, with an invitation that is made when it is sent. */
function relink({ path }: StatusPage): Html {
  return html`<form method="post" action="${path}/relink">
    <button type="submit">Sign in again</button>
  </form>`
}

/** The oldest ones: an account with hundreds has one cause, which they all tell. */
const PROBLEMS = 30

function whatWaits(page: StatusPage): Html {
  const words = waitingWords(page)
  const left = page.problems.length - PROBLEMS
  const leftOut = leftOutWords(page)
  const isAny = words !== null || page.problems.length > 0
  return html`<section aria-labelledby="waits-heading">
    <h2 id="waits-heading">What waits, and why</h2>
    !${words === null ? '' : html`<p>${words}</p>`}
    !${
      page.problems.length === 0
        ? ''
        : html`<ul>
              !${page.problems.slice(0, PROBLEMS).map((each) => problem(page, each))}
            </ul>
            !${left > 0 ? html`<p>And ${left.toLocaleString('en')} more.</p>` : ''}`
    }
    !${isAny ? '' : html`<p>Nothing waits.</p>`} !${leftOut === null ? '' : html`<p>${leftOut}</p>`}
  </section>`
}

function problem(page: StatusPage, { webinar, since, message, nextStep }: CustomerProblem): Html {
  return html`<li>
    !${webinar === null ? '' : html`<strong>${webinar}</strong>: `}${message} ${nextStep}
    <span class="hint">Since !${instantIn(since, page.timeZone)}</span>
  </li>`
}

function webinars(page: StatusPage): Html {
  const { path, cursor, nextCursor, webinars } = page
  const first = cursor === null ? '' : html`<a href="${path}#webinars">First page</a>`
  const more =
    nextCursor === null ? '' : html`<a href="${path}?webinars=${nextCursor}#webinars">More</a>`
  return html`<section id="webinars" aria-labelledby="webinars-heading">
    <h2 id="webinars-heading">Your webinars</h2>
    !${
      webinars.length === 0
        ? html`<p>No webinars found yet.</p>`
        : html`<ul class="webinars">
            !${webinars.map((each) => webinar(page, each))}
          </ul>`
    }
    !${
      cursor === null && nextCursor === null
        ? ''
        : html`<nav class="pages" aria-label="Pages: Your webinars">!${first} !${more}</nav>`
    }
  </section>`
}

function webinar(
  page: StatusPage,
  { eventId, title, listName, startsAt, contacts, waiting, excluded }: CustomerWebinar,
): Html {
  const facts = [
    formatCount(contacts, 'contact'),
    ...(waiting === 0 ? [] : [`${waiting.toLocaleString('en')} waiting`]),
    ...(excluded ? [`not synced: excluded by ${whoRuns(page.operator)}`] : []),
  ]
  return html`<li>
    <strong>${title ?? 'Untitled'}</strong>
    <span class="hint">!${time(page, startsAt, 'No start yet')} · ${facts.join(' · ')}</span>
    <span class="hint">
      Event id ${eventId} · ${listName === null ? 'No list yet' : `List in Act-On: ${listName}`}
    </span>
  </li>`
}

/** The ids are no personal data, so that they may be sent by e-mail. */
function help({ operator, on24ClientId }: StatusPage): Html {
  return html`<section aria-labelledby="help-heading">
    <h2 id="help-heading">If something looks wrong</h2>
    <p>!${askWhom(operator)} Name the client id ${on24ClientId} and the event id of the webinar.</p>
  </section>`
}

function time({ timeZone }: StatusPage, at: string | null, otherwise: string): Html {
  return at === null ? html`${otherwise}` : instantIn(at, timeZone)
}

/** The same page for unknown and withdrawn links: guessing tokens reveals nothing. */
export function noStatusPage(operator: Operator): Html {
  return message(
    operator,
    'This link does not work',
    html`<p>
      It may have been withdrawn, a newer link may have replaced it, or it was not copied
      completely. Please ask ${whomToAsk(operator)} for a new one.
    </p>`,
  )
}
