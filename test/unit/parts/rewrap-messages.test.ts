import { expect, test } from 'vitest'
import { describeRewrap } from '../../../src/store/credentials/rewrap-report.ts'

const NOTHING_FAILED = { rewrapped: 2, unchanged: 1, failures: [] }

test('an old key that wraps nothing any more can be removed', () => {
  const { lines, good } = describeRewrap({ ...NOTHING_FAILED, wrappedBy: new Map([['new', 3]]) }, [
    'new',
    'old',
  ])
  expect(lines).toEqual([
    'Wrapped anew with the key "new": 2. Already wrapped with it: 1.',
    'The key "old" wraps nothing any more: the key "old" can be removed from ENCRYPTION_KEYS.',
  ])
  expect(good).toBe(true)
})

test('a key that another process wrapped by the old one meanwhile keeps the old one', () => {
  const wrappedBy = new Map([
    ['new', 3],
    ['old', 1],
  ])
  const { lines, good } = describeRewrap({ ...NOTHING_FAILED, wrappedBy }, ['new', 'old'])
  expect(lines.slice(1)).toEqual([
    'The key "old" still wraps 1.',
    'A process with another first key has wrapped more keys in the meantime: restart it with "new" first, and run this again.',
  ])
  expect(good).toBe(false)
})

test('a missing key and a wrong one are named with their accounts, the first twenty of them', () => {
  const owners = Array.from({ length: 22 }, (_, index) => String(index))
  const failures = [
    { keyId: 'lost', reason: 'missing' as const, owners },
    { keyId: 'old', reason: 'other' as const, owners: ['22950'] },
  ]
  const wrappedBy = new Map([
    ['lost', 22],
    ['old', 1],
  ])
  const { lines, good } = describeRewrap({ ...NOTHING_FAILED, failures, wrappedBy }, ['new', 'old'])
  expect(lines[1]).toContain('does not hold the key "lost", which wraps the data keys of 0, 1, 2')
  expect(lines[1]).toContain('19 and 2 more: put it back at the end')
  expect(lines[2]).toContain('"old" of ENCRYPTION_KEYS is not the one that wrapped')
  expect(lines[2]).toContain('22950')
  expect(lines.slice(3)).toEqual(['The key "old" still wraps 1.', 'The key "lost" still wraps 22.'])
  expect(good).toBe(false)
})
