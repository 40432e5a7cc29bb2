/** A tab with one list: reads the filters and a page of the list. */
import type { z } from 'zod'
import type { Page } from '../../../../store/page-cursor.ts'
import type { Html } from '../../../html.ts'
import { readListQuery } from '../../list-query.ts'
import type { TabContent, TabRequest } from '../show-tab.ts'
import type { TabList } from '../tab-list.ts'

const ITEMS = 20

/** @param schema the query of the list in the API */
export function listTab<Schema extends z.ZodObject, Item>(
  schema: Schema,
  read: (on24ClientId: string, request: z.output<Schema>, tab: TabRequest) => Promise<Page<Item>>,
  show: (list: TabList<Item>, tab: TabRequest) => Html,
): TabContent {
  return async (tab) => {
    const { on24ClientId } = tab.account
    const { request, ...place } = readListQuery(schema, tab.query, ITEMS)
    const page = await read(on24ClientId, request, tab)
    return show({ on24ClientId, place, now: tab.now, path: tab.path, ...page }, tab)
  }
}
