import { expect, test } from 'vitest'
import { explainPage } from '../../../src/web/pages/explain/explain-page.ts'
import { EXPLAIN_PAGE } from '../../support/browser/verification-page-examples.ts'

test('an explanation leads to its list where ACTON_LIST_URL says where it is, and to known runs', () => {
  const page = explainPage(EXPLAIN_PAGE)
  expect(page).toContain('https://lists.example.com/open?id&#61;l-0001')
  const { changes = [] } = EXPLAIN_PAGE.found?.items[0] ?? {}
  const known = changes.filter(({ run }) => run !== null)
  expect(page.match(/runs\/account-sync%2F22950\/r-1"/g)).toHaveLength(known.length)
  expect(known.length).toBeLessThan(changes.length)
  expect(explainPage({ ...EXPLAIN_PAGE, listUrl: null })).not.toContain('Open in Act-On')
})
