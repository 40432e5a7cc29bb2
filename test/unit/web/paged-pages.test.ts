/** Lists outside of an account's tabs: each keeps the place of the others, and leads forth and back. */
import { expect, test } from 'vitest'
import { explainPage } from '../../../src/web/pages/explain/explain-page.ts'
import { readRunQuery } from '../../../src/web/pages/run/run-query.ts'
import { runPage } from '../../../src/web/pages/run/run-page.ts'
import { findingsPage } from '../../../src/web/pages/verification/findings-page.ts'
import { RUN_PAGE } from '../../support/browser/run-page-example.ts'
import { EXPLAIN_PAGE, FINDINGS_PAGE } from '../../support/browser/verification-page-examples.ts'

const decoded = (text = '') => text.replaceAll('&#61;', '=').replaceAll(/&(#38|amp);/g, '&')

function linksOf(page: string, list: string): Record<string, string> {
  const links = [...page.matchAll(new RegExp(`id="${list}-(\\w+)" href="[^"?]*([^"]*)"`, 'g'))]
  return Object.fromEntries(links.map(([, name = '', href]) => [name, decoded(href)]))
}

test('the two lists of a run are paged independently', () => {
  const query = readRunQuery({ state: 'failed', webinars: 'w1.w2', rows: 'r1', row: 'bad' })
  expect(query).toEqual({ state: 'failed', webinars: 'w1.w2', row: null, rows: 'r1' })
  const page = runPage({ ...RUN_PAGE, query })
  expect(linksOf(page, 'webinars')).toEqual({
    first: '?state=failed&rows=r1#webinars',
    previous: '?state=failed&webinars=w1&rows=r1#webinars',
    next: '?state=failed&webinars=w1.w2.older&rows=r1#webinars',
  })
  expect(linksOf(page, 'rows')).toEqual({
    first: '?state=failed&webinars=w1.w2#rows',
    previous: '?state=failed&webinars=w1.w2#rows',
    next: '?state=failed&webinars=w1.w2&rows=r1.older#rows',
  })
})

test('findings are paged with their filter', () => {
  expect(linksOf(findingsPage(FINDINGS_PAGE), 'findings')).toEqual({
    first: '?kind=missing',
    previous: '?kind=missing',
    next: '?kind=missing&page=x.x',
  })
})

test('what was found of a person is paged by forms, because no address may be in a URL', () => {
  const buttons = [
    ...explainPage(EXPLAIN_PAGE).matchAll(/name="page"\s+value="([^"]*)"[^>]*>([^<]+)</g),
  ]
  expect(buttons.map(([, value, words]) => [words, value])).toEqual([
    ['First page', ''],
    ['Previous', 'cursor1'],
    ['Next', 'cursor1.cursor2.x'],
  ])
})
