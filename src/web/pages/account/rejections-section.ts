/** Rejected rows and the reasons. Holds no personal data: the registrant's id finds the person in ON24. */
import { html, type Html } from '../../html.ts'
import { REJECTED_BY, type Rejection } from '../../../api/rejection.ts'
import { EVENT_ID } from '../list-filter.ts'
import { listPath } from '../list-query.ts'
import { formatNumber } from '../numbers.ts'
import { distanceAndInstant } from '../times.ts'
import { copyButton } from '../copy-button.ts'
import { section } from './section.ts'
import { tabFilter, type TabList, tabPages } from './tab-list.ts'

const SOURCES: Readonly<Record<Rejection['source'], string>> = {
  mapping: 'This service, before sending',
  actOn: 'Act-On',
}

export function rejectionsSection(list: TabList<Rejection>): Html {
  return section({
    id: 'rejections',
    heading: 'Rejected rows',
    columns: ['ON24 registrant', 'Webinar', 'Reason', 'Refused by', 'First seen', 'Tries'],
    rows: list.items.map(({ on24RegistrantId, eventId, ...rejection }) => ({
      id: `rejection-${eventId}-${on24RegistrantId}`,
      cells: [
        html`${on24RegistrantId}
        !${copyButton(`registrant-${eventId}-${on24RegistrantId}`, on24RegistrantId, `registrant ${on24RegistrantId}`)}`,
        html`${eventId}
        !${copyButton(`event-${eventId}-${on24RegistrantId}`, eventId, `event id ${eventId}`)}`,
        html`${rejection.reason}
        !${rejection.field === null ? '' : html`<span class="detail">${rejection.field}</span>`}`,
        html`${SOURCES[rejection.source]}`,
        distanceAndInstant(rejection.firstSeenAt, list.now, ''),
        html`${formatNumber(rejection.tries)}`,
      ],
    })),
    above: html`!${tabFilter('rejections', list, [
      {
        name: 'source',
        label: 'Refused by',
        options: REJECTED_BY.map((source) => [source, SOURCES[source]]),
      },
      EVENT_ID,
    ])}
    !${list.items.length === 0 ? '' : actions(list)}`,
    emptyText: 'No rejected rows.',
    pages: tabPages('rejections', list),
  })
}

function actions({ on24ClientId, path, place: { given } }: TabList<Rejection>): Html {
  const url = `/accounts/${on24ClientId}`
  const csv = listPath(`${url}/rejections.csv`, { given, trail: null })
  return html`<form class="actions" id="retry" method="post" action="${url}/rejections/retry">
    <input type="hidden" name="next" value="${path}" />
    <button class="button" type="submit" id="retry-rejections">Retry all</button>
    <a class="elsewhere" id="rejections-csv" href="${csv}">Download as CSV</a>
  </form>`
}
