/** docs/pages.md shows every picture that `npm run pictures` takes, and no other file shows one that is not there. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const taken = readdirSync('docs/pictures').toSorted()

const shownIn = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/!\[[^\]]*\]\((?:docs\/)?pictures\/([^)]+)\)/g)]
    .map(([, name = '']) => name)
    .toSorted()

test('docs/pages.md shows each picture once', () => {
  expect(shownIn('docs/pages.md')).toEqual(taken)
})

test.each(['README.md', 'docs/operations.md'])('the pictures that %s shows are there', (file) => {
  expect(shownIn(file).filter((name) => !taken.includes(name))).toEqual([])
})

test('README shows the three pages that matter: of the customer, of all accounts, of one', () => {
  expect(shownIn('README.md')).toEqual(['account.png', 'accounts.png', 'link-page.png'])
})
