/**
 * Where an operator is in a list, as a query parameter: the cursors of the pages on the way, because a cursor leads only
 * forward. Dots join them, which no cursor contains; the last one is this page's. A dot in front says that earlier
 * ones were dropped.
 */
import { z } from 'zod'
import { html, type Html } from '../html.ts'

const MOST_PAGES = 20
/** A form that returns to the page posts the trail, and what it posts is limited. */
const MOST_CHARACTERS = 2000

/** Null: the first page. Ignores what cannot be a trail. */
export const Trail = z
  .string()
  .max(MOST_CHARACTERS)
  .regex(/^\.?[\w-]{1,1000}(\.[\w-]{1,1000})*$/)
  .nullable()
  .catch(null)

/** The cursor of the page that the trail leads to, as part of a request. */
export function cursorOf(trail: string | null): { readonly cursor?: string } {
  const cursor = trail?.split('.').at(-1)
  return cursor === undefined ? {} : { cursor }
}

export interface PageLinks {
  /** Null on the first page. */
  readonly first: string | null
  /** Null on the first page, and where the way back is no longer known. */
  readonly previous: string | null
  /** Null on the last page. */
  readonly next: string | null
}

/** @param pathTo the path of a page, by its trail */
export function pageLinks(
  trail: string | null,
  nextCursor: string | null,
  pathTo: (trail: string | null) => string,
): PageLinks {
  const pages = trail?.split('.') ?? []
  const before = pages.slice(0, -1).join('.')
  const isFirst = pages.length === 0
  return {
    first: isFirst ? null : pathTo(null),
    previous: isFirst || pages.at(-2) === '' ? null : pathTo(before === '' ? null : before),
    next: nextCursor === null ? null : pathTo(longer(pages, nextCursor)),
  }
}

function longer(pages: readonly string[], cursor: string): string {
  const cursors = [...pages.filter((page) => page !== ''), cursor]
  let kept = cursors.slice(-MOST_PAGES)
  while (kept.length > 1 && kept.join('.').length >= MOST_CHARACTERS) kept = kept.slice(1)
  const isCut = kept.length < cursors.length || pages[0] === ''
  return `${isCut ? '.' : ''}${kept.join('.')}`
}

/** @param label what the pages are of */
export function pagesNav(id: string, label: string, { first, previous, next }: PageLinks): Html {
  if (first === null && next === null) return ''
  const link = (name: string, path: string | null, words: string) =>
    path === null ? '' : html`<a id="${id}-${name}" href="${path}">${words}</a>`
  return html`<nav class="pages" id="${id}-pages" aria-label="Pages: ${label}">
    !${link('first', first, 'First page')} !${link('previous', previous, 'Previous')}
    !${link('next', next, 'Next')}
  </nav>`
}
