import { expect, test } from 'vitest'
import { listPath } from '../../../src/act-on/paths.ts'

test('ids stand in a path as Act-On writes them', () => {
  expect(listPath()).toBe('/api/1/list')
  expect(listPath('l-0001', 'record', 'l-0001:1f')).toBe('/api/1/list/l-0001/record/l-0001:1f')
})

test('an id cannot lead to another path', () => {
  expect(listPath('../x?a=b#c', 'status')).toBe('/api/1/list/..%2Fx%3Fa%3Db%23c/status')
})
