/** The rows of a run that wait or were rejected. No personal data: the registrant's id finds the person in ON24. */
import { html, type Html } from '../../html.ts'
import { ROW_STATES, type RunRow } from '../../../api/run-details.ts'
import { section } from '../account/section.ts'
import { formatNumber } from '../numbers.ts'
import { distanceAndInstant } from '../times.ts'
import { listFilter } from '../list-filter.ts'
import { pageLinks } from '../page-trail.ts'
import type { ListContext } from './webinars-of-run.ts'

const STATE_WORDS: Readonly<Record<RunRow['state'], string>> = {
  pending: 'Pending',
  held: 'Removal held',
  rejected: 'Rejected',
}

export function rowsOfRunSection(
  { items, nextCursor }: { readonly items: readonly RunRow[]; readonly nextCursor: string | null },
  { query, pathTo, now }: ListContext & { readonly now: Date },
): Html {
  return section({
    id: 'rows',
    heading: 'Rows that wait or were rejected',
    columns: ['ON24 registrant', 'Webinar', 'State', 'Reason', 'Since', 'Tries'],
    rows: items.map((row) => ({
      id: `row-${row.eventId}-${row.on24RegistrantId}`,
      cells: [
        html`${row.on24RegistrantId}`,
        html`${row.eventId}`,
        html`${STATE_WORDS[row.state]}
        !${row.removal ? html`<span class="detail">To be removed</span>` : ''}`,
        html`<span class="reason">${row.reason}</span>
          !${row.field === null ? '' : html`<span class="detail">${row.field}</span>`}`,
        distanceAndInstant(row.since, now, ''),
        html`${formatNumber(row.tries)}`,
      ],
    })),
    above: listFilter({
      id: 'rows',
      action: '#rows',
      fields: [
        {
          name: 'row',
          label: 'State',
          options: ROW_STATES.map((state) => [state, STATE_WORDS[state]]),
        },
      ],
      given: query,
      kept: { state: query.state, webinars: query.webinars },
    }),
    emptyText: 'No rows of this run wait or were rejected.',
    pages: pageLinks(query.rows, nextCursor, (rows) => `${pathTo({ rows })}#rows`),
  })
}
