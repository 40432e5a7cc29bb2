/** Rows that were rejected, and why. Nobody is named: the registrant's id finds them in ON24. */
import { html, type Html } from '../../html.ts'
import type { Rejection } from '../../../api/rejection.ts'
import { number } from '../count.ts'
import { distanceAndInstant } from '../times.ts'
import { section, type SectionPages } from './section.ts'

const SOURCES: Readonly<Record<Rejection['source'], string>> = {
  mapping: 'Before it was sent',
  actOn: 'Act-On',
}

export interface RejectionsSurroundings {
  readonly on24ClientId: string
  /** The page that the button leads back to. */
  readonly path: string
  readonly now: Date
  readonly pages: SectionPages
}

export function rejectionsSection(
  rejections: readonly Rejection[],
  around: RejectionsSurroundings,
): Html {
  const { now, pages } = around
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
        html`${number(rejection.tries)}`,
      ],
    })),
    ...(rejections.length > 0 && { above: actions(around) }),
    nothing: 'There is none.',
    pages,
  })
}

function actions({ on24ClientId, path }: RejectionsSurroundings): Html {
  const url = `/accounts/${on24ClientId}`
  return html`<form class="actions" id="retry" method="post" action="${url}/rejections/retry">
    <input type="hidden" name="next" value="${path}" />
    <button class="button" type="submit" id="retry-rejections">Try all again</button>
    <a class="elsewhere" id="rejections-csv" href="${url}/rejections.csv">Download as CSV</a>
  </form>`
}
