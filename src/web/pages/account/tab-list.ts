/** What every list on a tab of an account's page gets, and the filters and page links made from it. */
import type { Html } from '../../html.ts'
import { type FilterField, listFilter } from '../list-filter.ts'
import { listPath, type ListPlace } from '../list-query.ts'
import { type PageLinks, pageLinks } from '../page-trail.ts'
import { type Tab, tabPath } from './account-tabs.ts'

export interface TabList<Item> {
  readonly on24ClientId: string
  readonly items: readonly Item[]
  readonly nextCursor: string | null
  readonly place: ListPlace
  readonly now: Date
  /** This page, to which the operator returns after an action. */
  readonly path: string
}

export function tabPages(
  tab: Tab,
  { on24ClientId, nextCursor, place }: TabList<unknown>,
): PageLinks {
  return pageLinks(place.trail, nextCursor, (trail) =>
    listPath(tabPath(on24ClientId, tab), { ...place, trail }),
  )
}

export function tabFilter(
  tab: Tab,
  { on24ClientId, place }: TabList<unknown>,
  fields: readonly FilterField[],
): Html {
  return listFilter({ id: tab, action: tabPath(on24ClientId, tab), fields, given: place.given })
}
