/** Prints one page of a list, or all pages. */
import { z } from 'zod'
import type { CallOf, Route } from '../api/route.ts'
import { parseAnswer } from './api.ts'
import { type Session, print } from './session.ts'
import { type Column, renderTable } from './table.ts'

/** The most items that the API returns at once. */
const MAX_LIMIT = '200'

export interface List<Item extends z.ZodType> {
  readonly route: Route
  readonly params: CallOf<Route>['params']
  /** Filters and paging; undefined values are not sent. */
  readonly query: CallOf<Route>['query']
  readonly all: boolean
  readonly item: Item
  readonly columns: readonly Column<z.output<Item>>[]
  /** Printed for an empty list. */
  readonly emptyText: string
}

const Page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() })

export async function showList<Item extends z.ZodType>(
  session: Session,
  list: List<Item>,
): Promise<void> {
  const { text, items, hasMore } = await (list.all ? readAll : readPage)(session, list)
  print(session, text, () => {
    if (items.length === 0) return list.emptyText
    return renderTable(z.array(list.item).parse(items), list.columns, session.terminal)
  })
  if (hasMore && !session.isJson) {
    session.terminal.err(
      `There are more: use --all for all of them, or --limit up to ${MAX_LIMIT}.`,
    )
  }
}

interface Items {
  readonly text: string
  readonly items: readonly unknown[]
  readonly hasMore: boolean
}

async function readPage(session: Session, list: List<z.ZodType>): Promise<Items> {
  const text = await sendPage(session, list, {})
  const { items, nextCursor } = parseAnswer(Page, text)
  return { text, items, hasMore: nextCursor !== null }
}

async function readAll(session: Session, list: List<z.ZodType>): Promise<Items> {
  const items: unknown[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const text = await sendPage(session, list, { limit: MAX_LIMIT, cursor })
    const page = parseAnswer(Page, text)
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
