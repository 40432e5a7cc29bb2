/** Rows that were rejected, and why. Nobody is named: the registrant's id finds them in ON24. */
import { html } from 'ghtml'
import type { Rejection } from '../../../api-contract/rejection.ts'
import { number } from '../count.ts'
import { distanceAndInstant } from '../times.ts'
import { section, type SectionPages } from './section.ts'

const SOURCES: Readonly<Record<Rejection['source'], string>> = {
  mapping: 'Before it was sent',
  actOn: 'Act-On',
}

export interface RejectionsSurroundings {
  readonly now: Date
  readonly pages: SectionPages
}

export function rejectionsSection(
  rejections: readonly Rejection[],
  { now, pages }: RejectionsSurroundings,
): string {
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
    nothing: 'There is none.',
    pages,
  })
}
