import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withTables } from '../../../scripts/docs/readme-tables.ts'
import { EXTERNAL_SERVER_VARIABLES } from '../../../src/config/temporal-settings.ts'

const readme = readFileSync('README.md', 'utf8')

test('the README’s tables say what the code does: npm run docs', () => {
  expect(withTables(readme)).toBe(readme)
})

test('a table that is out of date is made anew', () => {
  const stale = readme.replace('| Company Size |', '| Company size |')
  expect(stale).not.toBe(readme)
  expect(withTables(stale)).toBe(readme)
})

test('a README without markers is refused', () => {
  expect(() => withTables('# No tables')).toThrow('field-table')
})

test('every Temporal variable that the service takes is in the README', () => {
  expect(EXTERNAL_SERVER_VARIABLES.filter((name) => !readme.includes(name))).toEqual([])
})

test.each(['README.md', 'docs/architecture.md', 'docs/operations.md'])(
  'every file that %s names is there',
  (name) => {
    const text = readFileSync(name, 'utf8')
    const named = [
      ...text.matchAll(/`((?:src|workflows|activities|test|scripts|bench|docs)\/[\w./-]+)`/g),
      ...text.matchAll(/\]\(((?!http|#)[^)#]+)/g),
    ].map(([, path = '']) => path)
    const folder = name.includes('/') ? 'docs/' : ''
    const missing = named.filter((path) => !existsSync(path) && !existsSync(folder + path))
    expect(missing).toEqual([])
  },
)
