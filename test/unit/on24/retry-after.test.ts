import { expect, test } from 'vitest'
import { retryAfterMs } from '../../../src/http/retry-after.ts'

const NOW = new Date('2026-03-10T12:00:00Z')

test.each([
  ['0', 0],
  [' 120 ', 120_000],
  ['Tue, 10 Mar 2026 12:01:30 GMT', 90_000],
  ['Tue, 10 Mar 2026 11:59:00 GMT', 0],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['2026', 2_026_000],
  ['', null],
  [undefined, null],
])('Retry-After %j is %j milliseconds', (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected)
})
