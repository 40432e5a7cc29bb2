/** The webinars of a run, each with its part of the ledger. */
import { html, type Html } from '../../html.ts'
import type { RunWebinar } from '../../../api/run-details.ts'
import { READ_STATES, type ReadState } from '../../../contracts/run.ts'
import { ledgerSummary } from '../account/ledger-summary.ts'
import { section } from '../account/section.ts'
import { listFilter } from '../list-filter.ts'
import { formatNumber } from '../numbers.ts'
import { pageLinks } from '../page-trail.ts'
import type { RunQuery } from './run-query.ts'

export interface ListContext {
  readonly query: RunQuery
  pathTo(change: Partial<RunQuery>): string
}

const STATE_WORDS: Readonly<Record<ReadState, string>> = {
  toRead: 'To be read',
  read: 'Read',
  skipped: 'Left out: gone from ON24, or read by another run',
  failed: 'Could not be read',
  notRead: 'Not read: only rows that waited before',
}

export function webinarsOfRunSection(
  {
    items,
    nextCursor,
  }: { readonly items: readonly RunWebinar[]; readonly nextCursor: string | null },
  { query, pathTo, dryRun }: ListContext & { readonly dryRun: boolean },
): Html {
  return section({
    id: 'webinars',
    heading: 'Webinars',
    columns: ['Webinar', 'State', 'Registrations'],
    rows: items.map((webinar) => ({
      id: `webinar-${webinar.eventId}`,
      cells: [
        html`<span class="main name">${webinar.title ?? 'Untitled'}</span>
          <span class="detail">${webinar.eventId}</span>`,
        stateOf(webinar),
        html`${ledgerSummary({ ledger: webinar.ledger, dryRun })}
        !${
          webinar.takenOver === 0
            ? ''
            : html`<span class="detail"
                >${formatNumber(webinar.takenOver)} taken over by another run</span
              >`
        }`,
      ],
    })),
    above: listFilter({
      id: 'webinars',
      action: '#webinars',
      fields: [
        {
          name: 'state',
          label: 'State',
          options: READ_STATES.map((state) => [state, STATE_WORDS[state]]),
        },
      ],
      given: query,
      kept: { row: query.row, rows: query.rows },
    }),
    emptyText: 'No webinars.',
    pages: pageLinks(query.webinars, nextCursor, (webinars) => `${pathTo({ webinars })}#webinars`),
  })
}

function stateOf({ state, failure, delivered, refusal }: RunWebinar): Html {
  return html`${STATE_WORDS[state]}
  !${delivered || state === 'toRead' ? '' : html`<span class="tag">To be delivered</span>`}
  !${failure === null ? '' : html`<span class="reason">${failure}</span>`}
  !${refusal === null ? '' : html`<span class="reason">Act-On refused its list: ${refusal}</span>`}`
}
