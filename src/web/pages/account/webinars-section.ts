/** The webinars of an account with their lists in Act-On; each can be left out, and brought back. */
import { html, type Html } from '../../html.ts'
import type { Webinar } from '../../../api/webinar.ts'
import { number } from '../count.ts'
import { distanceAndInstant, instant } from '../times.ts'
import { section, type SectionPages, type SectionRow } from './section.ts'

export interface WebinarsSurroundings {
  readonly on24ClientId: string
  readonly now: Date
  /** The page that the buttons lead back to. */
  readonly path: string
  readonly pages: SectionPages
}

export function webinarsSection(webinars: readonly Webinar[], around: WebinarsSurroundings): Html {
  return section({
    id: 'webinars',
    heading: 'Webinars and lists',
    columns: ['Webinar', 'List in Act-On', 'Contacts', 'Last read', 'State', 'Actions'],
    rows: webinars.map((webinar) => row(webinar, around)),
    nothing: 'None was found yet.',
    pages: around.pages,
  })
}

function row(webinar: Webinar, around: WebinarsSurroundings): SectionRow {
  const { eventId, title, startsAt, listName, lastReadAt } = webinar
  return {
    id: `webinar-${eventId}`,
    cells: [
      html`<span class="main name">${title ?? 'Without a title'}</span>
        <span class="detail"
          >${eventId}!${startsAt === null ? '' : html`, !${instant(startsAt)}`}</span
        >`,
      listName === null
        ? html`<span class="none">None yet</span>`
        : html`<span class="name">${listName}</span>`,
      contactsOf(webinar),
      distanceAndInstant(lastReadAt, around.now, 'Never'),
      html`${stateOf(webinar)} !${problemOf(webinar)}`,
      changeButton(webinar, around),
    ],
  }
}

function contactsOf({ contacts, held, pending }: Webinar): Html {
  return html`${number(contacts)}
  !${pending === 0 ? '' : html`<span class="detail">${number(pending)} waiting</span>`}
  !${held === 0 ? '' : html`<span class="tag">${number(held)} removals held</span>`}`
}

/** What can be done about it stands beside it in the list of problems. */
function problemOf({ problem }: Webinar): Html {
  return problem === null ? '' : html`<span class="reason">${problem.message}</span>`
}

function stateOf({ excluded, settled }: Webinar): string {
  if (excluded) return 'Left out'
  return settled ? 'Settled' : 'Open'
}

function changeButton(
  { eventId, title, excluded }: Webinar,
  { on24ClientId, path }: WebinarsSurroundings,
): Html {
  return html`<form method="post" action="/accounts/${on24ClientId}/webinars/${eventId}">
    <input type="hidden" name="next" value="${path}" />
    <input type="hidden" name="excluded" value="${excluded ? 'false' : 'true'}" />
    <button class="button" type="submit" id="change-${eventId}">
      ${excluded ? 'Bring back' : 'Leave out'}<span class="unseen"> ${title ?? eventId}</span>
    </button>
  </form>`
}
