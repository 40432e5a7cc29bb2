/** The page that explains one person's contacts: the form, and the registrations that were found. */
import type { Explanation, ExplainedChange } from '../../../api/explanation.ts'
import { nothingKnown } from '../../../contracts/explain-words.ts'
import { html, type Html } from '../../html.ts'
import { tabPath } from '../account/account-tabs.ts'
import { layout } from '../layout.ts'
import { listLink, type ListUrl } from '../list-link.ts'
import { formatNumber } from '../numbers.ts'
import { pageLinks } from '../page-trail.ts'
import { runPath } from '../run/run-path.ts'
import { distanceAndInstant } from '../times.ts'

/** As the form names its fields. */
export const LABELS: Readonly<Record<keyof ExplainFields, string>> = {
  person: 'E-mail address or ON24 registrant id',
  eventId: 'ON24 event id, for one webinar only',
}

/** As typed, to be shown again. */
export interface ExplainFields {
  /** An e-mail address, or a registration's id in ON24. */
  readonly person: string
  readonly eventId: string
}

export interface ExplainPage {
  readonly operator: string
  readonly account: { readonly on24ClientId: string; readonly name: string }
  readonly fields: ExplainFields
  /** In full sentences; a field without a mistake is left out. */
  readonly mistakes: Partial<Record<keyof ExplainFields, string>>
  /** Null before anything was asked. */
  readonly found: {
    readonly items: readonly Explanation[]
    readonly nextCursor: string | null
  } | null
  /** Where the operator is among what was found; null: on the first page. */
  readonly trail: string | null
  readonly listUrl: ListUrl
  readonly now: Date
}

export function explainPage(page: ExplainPage): Html {
  const { account, found } = page
  return layout({
    title: `Explain a person: ${account.name}`,
    operator: page.operator,
    main: html`<p class="above"><a href="/accounts/${account.on24ClientId}">${account.name}</a></p>
      <h1>Explain a person</h1>
      <p>
        Why is a person in a list or not, and with which status? People who are forgotten in ON24
        are found by their registrant id only.
      </p>
      !${form(page)} !${found === null ? '' : results(found.items, page)}
      !${found === null ? '' : pages(page, found.nextCursor)}`,
  })
}

function form({ account, fields, mistakes }: ExplainPage): Html {
  const words = Object.values(mistakes).join(' ')
  return html`<form method="post" action="/accounts/${account.on24ClientId}/explain">
    !${
      words === ''
        ? ''
        : html`<p class="message" role="alert" tabindex="-1" autofocus id="mistake">${words}</p>`
    }
    <div class="field">
      <label for="person">${LABELS.person}</label>
      <input
        id="person"
        name="person"
        value="${fields.person}"
        autocomplete="off"
        required
        !${invalidIf(mistakes.person)}
      />
    </div>
    <div class="field">
      <label for="event-id">${LABELS.eventId}</label>
      <input
        id="event-id"
        name="eventId"
        value="${fields.eventId}"
        inputmode="numeric"
        !${invalidIf(mistakes.eventId)}
      />
    </div>
    <p class="buttons"><button class="button primary" type="submit">Explain</button></p>
  </form>`
}

function invalidIf(mistake: string | undefined): Html | '' {
  return mistake === undefined ? '' : html`aria-invalid="true" aria-describedby="mistake"`
}

/** A form, because an address must not be part of a URL. */
function pages({ account, fields, trail }: ExplainPage, nextCursor: string | null): Html {
  const { first, previous, next } = pageLinks(trail, nextCursor, (to) => to ?? '')
  if (first === null && next === null) return ''
  const button = (to: string | null, words: string) =>
    to === null
      ? ''
      : html`<button class="button" type="submit" name="page" value="${to}">${words}</button>`
  return html`<form class="pages" method="post" action="/accounts/${account.on24ClientId}/explain">
    <input type="hidden" name="person" value="${fields.person}" />
    <input type="hidden" name="eventId" value="${fields.eventId}" />
    !${button(first, 'First page')} !${button(previous, 'Previous')} !${button(next, 'Next')}
  </form>`
}

function results(items: readonly Explanation[], page: ExplainPage): Html {
  if (items.length === 0) {
    const { eventId } = page.fields
    return html`<p class="empty" id="nothing-known" role="status" tabindex="-1" autofocus>
      ${nothingKnown(eventId === '' ? null : eventId)}
    </p>`
  }
  return html`!${items.map((item, index) => registration(item, index, page))}`
}

const COLUMNS = ['Seen', 'Ended', 'What happened'] as const

function registration(item: Explanation, index: number, page: ExplainPage): Html {
  const { eventId, title, listId, on24RegistrantId, changes, earlierChanges } = item
  const { account, listUrl } = page
  const webinars = tabPath(account.on24ClientId, 'webinars')
  const id = `registration-${eventId}-${on24RegistrantId}`
  const heading = `${title ?? `Webinar ${eventId}`}, registrant ${on24RegistrantId}`
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}" tabindex="-1" !${index === 0 ? html`autofocus` : ''}>${heading}</h2>
    <p class="explanation">${item.explanation}</p>
    <p>
      <a class="elsewhere" href="${webinars}?search=${eventId}">Webinar ${eventId}</a>
      !${listLink(listUrl, { id: String(index), eventId, listId })}
    </p>
    !${changes.length === 0 ? '' : changesTable(changes, id, page)}
    !${
      earlierChanges === 0
        ? ''
        : html`<p class="empty">${formatNumber(earlierChanges)} earlier changes are not shown.</p>`
    }
  </section>`
}

function changesTable(
  changes: readonly ExplainedChange[],
  id: string,
  { account, now }: ExplainPage,
): Html {
  const cells = (change: ExplainedChange): readonly Html[] => [
    distanceAndInstant(change.seenAt, now, ''),
    distanceAndInstant(change.endedAt, now, 'Waits'),
    html`${change.message} !${runLink(account.on24ClientId, change)}`,
  ]
  return html`<h3 id="changes-of-${id}">What happened, newest first</h3>
    <table role="table" aria-labelledby="changes-of-${id}">
      <thead role="rowgroup">
        <tr role="row">
          !${COLUMNS.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        !${changes.map(
          (change) =>
            html`<tr role="row">
              !${cells(change).map(
                (cell, index) =>
                  html`<td role="cell" data-heading="${COLUMNS[index] ?? ''}">
                    <div>!${cell}</div>
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>`
}

function runLink(on24ClientId: string, { run, seenAt }: ExplainedChange): Html {
  return run === null
    ? ''
    : html`<a class="elsewhere" href="${runPath(on24ClientId, run)}"
        >Run<span class="unseen">: of what was seen ${seenAt}</span></a
      >`
}
