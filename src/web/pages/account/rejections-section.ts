/** Rejected rows and the reasons. Holds no personal data: the registrant's id finds the person in ON24. */
import { html, type Html } from '../../html.ts'
import type { Rejection } from '../../../api/rejection.ts'
import { formatNumber } from '../numbers.ts'
import { distanceAndInstant } from '../times.ts'
import { section, type SectionPages } from './section.ts'

const SOURCES: Readonly<Record<Rejection['source'], string>> = {
  mapping: 'This service, before sending',
  actOn: 'Act-On',
}

export interface RejectionsContext {
  readonly on24ClientId: string
  /** The page that the operator returns to. */
  readonly path: string
  readonly now: Date
  readonly pages: SectionPages
}

export function rejectionsSection(
  rejections: readonly Rejection[],
  context: RejectionsContext,
): Html {
  const { now, pages } = context
  return section({
    id: 'rejections',
    heading: 'Rejected rows',
    columns: ['ON24 registrant', 'Webinar', 'Reason', 'Refused by', 'First seen', 'Tries'],
    rows: rejections.map((rejection) => ({
      id: `rejection-${rejection.eventId}-${rejection.on24RegistrantId}`,
      cells: [
        html`${rejection.on24RegistrantId}`,
        html`${rejection.eventId}`,
        html`${rejection.reason}
        !${rejection.field === null ? '' : html`<span class="detail">${rejection.field}</span>`}`,
        html`${SOURCES[rejection.source]}`,
        distanceAndInstant(rejection.firstSeenAt, now, ''),
        html`${formatNumber(rejection.tries)}`,
      ],
    })),
    ...(rejections.length > 0 && { above: actions(context) }),
    emptyText: 'No rejected rows.',
    pages,
  })
}

function actions({ on24ClientId, path }: RejectionsContext): Html {
  const url = `/accounts/${on24ClientId}`
  return html`<form class="actions" id="retry" method="post" action="${url}/rejections/retry">
    <input type="hidden" name="next" value="${path}" />
    <button class="button" type="submit" id="retry-rejections">Retry all</button>
    <a class="elsewhere" id="rejections-csv" href="${url}/rejections.csv">Download as CSV</a>
  </form>`
}
