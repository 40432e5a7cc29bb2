/** What Temporal has for accounts that are not linked here, page by page; each can be removed. */
import type { Orphan } from '../../../api/orphan.ts'
import { html, type Html } from '../../html.ts'
import { section } from '../account/section.ts'
import { layout } from '../layout.ts'
import { listPath, type ListPlace } from '../list-query.ts'
import { pageLinks } from '../page-trail.ts'
import { distanceAndInstant } from '../times.ts'
import { orphanPath, ORPHANS_PATH } from './orphan-paths.ts'

export interface OrphansPage {
  readonly operator: string
  readonly message: string | null
  readonly orphans: { readonly items: readonly Orphan[]; readonly nextCursor: string | null }
  readonly place: ListPlace
  readonly now: Date
}

export function orphansPage({ operator, message, orphans, place, now }: OrphansPage): Html {
  return layout({
    title: 'What belongs to no account',
    operator,
    message,
    main: html`<p class="above"><a href="/">All accounts</a></p>
      <h1>What belongs to no account</h1>
      <p>
        Temporal has a Schedule or a controller for these ON24 clients, which are not linked here,
        for instance because the store was restored from a backup. Link the account, and they belong
        to it; or remove them.
      </p>
      !${section({
        id: 'orphans',
        heading: 'In Temporal',
        columns: ['ON24 client', 'What there is', 'First seen', 'Actions'],
        rows: orphans.items.map((orphan) => ({
          id: `orphan-${orphan.on24ClientId}`,
          cells: [
            html`${orphan.on24ClientId}`,
            html`${whatThereIs(orphan)}`,
            distanceAndInstant(orphan.seenAt, now, ''),
            html`<a
              class="button"
              id="remove-${orphan.on24ClientId}"
              href="${orphanPath(orphan.on24ClientId)}"
              >Remove<span class="unseen"> what is left of ${orphan.on24ClientId}</span></a
            >`,
          ],
        })),
        emptyText: 'Nothing. Temporal is checked once a minute.',
        pages: pageLinks(place.trail, orphans.nextCursor, (trail) =>
          listPath(ORPHANS_PATH, { ...place, trail }),
        ),
      })}`,
  })
}

function whatThereIs({ hasSchedule, hasController }: Orphan): string {
  return [...(hasSchedule ? ['Schedule'] : []), ...(hasController ? ['controller'] : [])].join(
    ' and ',
  )
}
