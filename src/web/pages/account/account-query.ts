/** Where the lists of an account's page stand, as its URL says it. */
import { z } from 'zod'
import { Cursor } from '../../../api/paging.ts'
import type { SectionId, SectionPages } from './section.ts'

export type AccountQuery = Readonly<Record<SectionId, string | null>>

const Place = Cursor.nullable().catch(null)
const Query = z.object({
  problems: Place,
  runs: Place,
  webinars: Place,
  rejections: Place,
  audit: Place,
})

/** What a page cannot understand in its URL, it leaves out. */
export function readAccountQuery(query: unknown): AccountQuery {
  return Query.parse(query)
}

export function accountPath(on24ClientId: string, query: AccountQuery): string {
  const params = new URLSearchParams()
  for (const [section, cursor] of Object.entries(query)) {
    if (cursor !== null) params.set(section, cursor)
  }
  return `/accounts/${on24ClientId}${params.size === 0 ? '' : `?${params.toString()}`}`
}

/** The other lists stay where they are. */
export function pagesOf(
  on24ClientId: string,
  query: AccountQuery,
  id: SectionId,
  nextCursor: string | null,
): SectionPages {
  const pathTo = (cursor: string | null) =>
    `${accountPath(on24ClientId, { ...query, [id]: cursor })}#${id}`
  return {
    first: query[id] === null ? null : pathTo(null),
    next: nextCursor === null ? null : pathTo(nextCursor),
  }
}
