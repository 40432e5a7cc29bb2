/** The webinars of an account with their lists in Act-On, and links to exclude and include each, or rebuild its list. */
import { html, type Html } from '../../html.ts'
import type { Webinar } from '../../../api/webinar.ts'
import type { FilterField } from '../list-filter.ts'
import { formatNumber } from '../numbers.ts'
import { distanceAndInstant, instant } from '../times.ts'
import { excludePath } from './exclude-path.ts'
import { rebuildPath } from './rebuild-path.ts'
import { listLink, type ListUrl } from '../list-link.ts'
import { section, type SectionRow } from './section.ts'
import { tabFilter, type TabList, tabPages } from './tab-list.ts'

const FILTERS: readonly FilterField[] = [
  { name: 'search', label: 'Title or event id' },
  {
    name: 'settled',
    label: 'State',
    options: [
      ['false', 'Open'],
      ['true', 'Settled'],
    ],
  },
  {
    name: 'excluded',
    label: 'Excluded',
    options: [
      ['true', 'Excluded'],
      ['false', 'Included'],
    ],
  },
  {
    name: 'problem',
    label: 'Trouble',
    options: [
      ['true', 'With trouble'],
      ['false', 'Without trouble'],
    ],
  },
]

export function webinarsSection(list: TabList<Webinar>, listUrl: ListUrl): Html {
  return section({
    id: 'webinars',
    heading: 'Webinars and lists',
    columns: ['Webinar', 'List in Act-On', 'Contacts', 'Last read', 'State', 'Actions'],
    rows: list.items.map((webinar) => row(webinar, list, listUrl)),
    above: tabFilter('webinars', list, FILTERS),
    emptyText: 'No webinars.',
    pages: tabPages('webinars', list),
  })
}

function row(webinar: Webinar, context: TabList<Webinar>, listUrl: ListUrl): SectionRow {
  const { eventId, title, startsAt, listId, listName, lastReadAt } = webinar
  return {
    id: `webinar-${eventId}`,
    cells: [
      html`<span class="main name">${title ?? 'Untitled'}</span>
        <span class="detail"
          >${eventId}!${startsAt === null ? '' : html`, !${instant(startsAt)}`}</span
        >`,
      listName === null
        ? html`<span class="none">None yet</span>`
        : html`<span class="name">${listName}</span>
            !${listLink(listUrl, { id: eventId, eventId, listId })}`,
      contactsOf(webinar),
      distanceAndInstant(lastReadAt, context.now, notRead(webinar)),
      html`${stateOf(webinar)} !${problemOf(webinar)}`,
      html`!${excludeLink(webinar, context)} !${rebuildLink(webinar, context)}`,
    ],
  }
}

function contactsOf({ contacts, held, pending }: Webinar): Html {
  return html`${formatNumber(contacts)}
  !${pending === 0 ? '' : html`<span class="detail">${formatNumber(pending)} waiting</span>`}
  !${held === 0 ? '' : html`<span class="tag">${formatNumber(held)} removals held</span>`}`
}

/** The list of problems says what can be done about it. */
function problemOf({ problem }: Webinar): Html {
  return problem === null ? '' : html`<span class="reason">${problem.message}</span>`
}

function stateOf({ excluded, settled }: Webinar): string {
  if (excluded) return 'Excluded'
  return settled ? 'Settled' : 'Open'
}

/** Not “never”: a rebuild, for instance, has a webinar that was read count as one that was not. */
function notRead({ excluded, settled }: Webinar): string {
  return excluded || settled ? 'Not yet' : 'The next run reads it'
}

function excludeLink(
  { eventId, title, excluded }: Webinar,
  { on24ClientId, path }: TabList<Webinar>,
): Html {
  return html`<a
    class="button"
    id="change-${eventId}"
    href="${excludePath(on24ClientId, eventId)}?next=${encodeURIComponent(path)}"
    >${excluded ? 'Include' : 'Exclude'}<span class="unseen"> ${title ?? eventId}</span></a
  >`
}

/** Not for an excluded webinar, which no run reads. */
function rebuildLink(
  { eventId, title, listId, excluded }: Webinar,
  { on24ClientId, path }: TabList<Webinar>,
): Html {
  if (listId === null || excluded) return html``
  return html`<a
    class="button"
    id="rebuild-${eventId}"
    href="${rebuildPath(on24ClientId, eventId)}?next=${encodeURIComponent(path)}"
    >Rebuild<span class="unseen"> the list of ${title ?? eventId}</span></a
  >`
}
