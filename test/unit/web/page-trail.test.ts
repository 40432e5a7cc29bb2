import { describe, expect, test } from 'vitest'
import { RejectionQuery } from '../../../src/api/rejection.ts'
import { listPath, readListQuery } from '../../../src/web/pages/list-query.ts'
import { cursorOf, pageLinks, pagesNav, Trail } from '../../../src/web/pages/page-trail.ts'

const links = (trail: string | null, next: string | null) =>
  pageLinks(trail, next, (to) => to ?? 'start')

/** Follows “Next” through so many pages, each with a cursor of its own. */
function forward(pages: number, cursorAt = (page: number) => `c${String(page)}`): string | null {
  let trail: string | null = null
  for (let page = 1; page < pages; page += 1) trail = links(trail, cursorAt(page)).next
  return trail
}

describe('the way through the pages of a list', () => {
  test('leads back page by page, as it led forward', () => {
    expect(links(null, null)).toEqual({ first: null, previous: null, next: null })
    expect(links(null, 'a')).toEqual({ first: null, previous: null, next: 'a' })
    expect(links('a', 'b')).toEqual({ first: 'start', previous: 'start', next: 'a.b' })
    expect(links('a.b', null)).toEqual({ first: 'start', previous: 'a', next: null })
    expect(cursorOf('a.b')).toEqual({ cursor: 'b' })
    expect(cursorOf(null)).toEqual({})
  })

  test('remembers the last 20 pages, and does not lead back to a wrong one', () => {
    const far = forward(40) ?? ''
    expect(cursorOf(far)).toEqual({ cursor: 'c39' })
    expect(Trail.parse(far)).toBe(far)
    let trail = far
    const seen = [cursorOf(trail).cursor]
    for (let back = links(trail, null).previous; back !== null; back = links(back, null).previous) {
      seen.push(cursorOf(back).cursor)
      trail = back
    }
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => `c${String(39 - index)}`))
    // Page 21, whose cursor is the oldest that is known, is not the second page.
    expect(links(trail, null)).toEqual({ first: 'start', previous: null, next: null })
    expect(links(trail, 'x').next).toBe(`${trail}.x`)
  })

  test('stays short, however long the cursors are', () => {
    const far = forward(20, (page) => String(page % 10).repeat(1000)) ?? ''
    expect(far.length).toBeLessThanOrEqual(2000)
    expect(Trail.parse(far)).toBe(far)
  })

  test.each(['a..b', 'a b', '..a', '', 'x'.repeat(1001), ['a'], undefined])(
    'begins at the first page for %j',
    (value) => {
      expect(Trail.parse(value)).toBeNull()
    },
  )

  test('is shown as three links, and not at all for a single page', () => {
    expect(pagesNav('runs', 'Runs', links(null, null))).toBe('')
    const nav = pagesNav('runs', 'Runs', links('a.b', 'c'))
    expect([...nav.matchAll(/>([^<>]+)<\/a/g)].map(([, words]) => words)).toEqual([
      ...['First page', 'Previous', 'Next'],
    ])
  })
})

describe('the query of a list', () => {
  test('is that of the API, without what is invalid or empty', () => {
    const query = { source: '', eventId: ' 501 ', limit: '1', cursor: 'x', page: 'a.b', more: '1' }
    expect(readListQuery(RejectionQuery, query, 20)).toEqual({
      given: { eventId: '501' },
      trail: 'a.b',
      request: { eventId: '501', cursor: 'b', limit: 20 },
    })
    const bad = { source: 'nobody', eventId: ['1'], page: '..' }
    const read = readListQuery(RejectionQuery, bad, 20)
    expect(read).toEqual({ given: {}, trail: null, request: { limit: 20 } })
  })

  test('is kept in the page’s URL', () => {
    const place = { given: { search: 'a&b' }, trail: 'a.b' }
    expect(listPath('/x', place)).toBe('/x?search=a%26b&page=a.b')
    expect(listPath('/x', { given: {}, trail: null })).toBe('/x')
  })
})
