/** Lists: one page of them, or all their pages. */
import { z } from 'zod'
import type { CallOf, Route } from '../api/route.ts'
import { understand } from './api.ts'
import { type Session, show } from './session.ts'
import { type Column, tableOf } from './table.ts'

/** As many as the API gives at once. */
const WHOLE_PAGE = '200'

export interface List<Item extends z.ZodType> {
  readonly route: Route
  readonly params: CallOf<Route>['params']
  /** Filters, and what of a page is asked for; what is undefined is not sent. */
  readonly query: CallOf<Route>['query']
  readonly all: boolean
  readonly item: Item
  readonly columns: readonly Column<z.output<Item>>[]
  /** Said when there is none. */
  readonly none: string
}

const Page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() })

export async function showList<Item extends z.ZodType>(
  session: Session,
  list: List<Item>,
): Promise<void> {
  const { text, items, hasMore } = await (list.all ? readAll : readPage)(session, list)
  show(session, text, () => {
    if (items.length === 0) return list.none
    return tableOf(z.array(list.item).parse(items), list.columns, session.terminal)
  })
  if (hasMore && !session.isJson) {
    session.terminal.err(`There are more: --all shows all, --limit at most ${WHOLE_PAGE}.`)
  }
}

interface Items {
  readonly text: string
  readonly items: readonly unknown[]
  readonly hasMore: boolean
}

async function readPage(session: Session, list: List<z.ZodType>): Promise<Items> {
  const text = await sendPage(session, list, {})
  const { items, nextCursor } = understand(Page, text)
  return { text, items, hasMore: nextCursor !== null }
}

async function readAll(session: Session, list: List<z.ZodType>): Promise<Items> {
  const items: unknown[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const text = await sendPage(session, list, { limit: WHOLE_PAGE, cursor })
    const page = understand(Page, text)
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return { text: JSON.stringify(items), items, hasMore: false }
}

function sendPage(
  { api }: Session,
  { route, params, query }: List<z.ZodType>,
  page: { readonly limit?: string; readonly cursor?: string | undefined },
): Promise<string> {
  const given = Object.entries({ ...query, ...page }).filter(([, value]) => value !== undefined)
  return api.send(route, { params, query: Object.fromEntries(given), body: undefined })
}
