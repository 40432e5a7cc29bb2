/** The positions of the lists on an account's page, as query parameters of its URL. */
import { z } from 'zod'
import { Cursor } from '../../../api/paging.ts'
import type { SectionId, SectionPages } from './section.ts'

export type AccountQuery = Readonly<Record<SectionId, string | null>>

const Position = Cursor.nullable().catch(null)
const Query = z.object({
  problems: Position,
  runs: Position,
  webinars: Position,
  rejections: Position,
  verifications: Position,
  audit: Position,
})

/** Ignores invalid parameters. */
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

/** Links to pages of one list. They keep the positions of the other lists. */
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
