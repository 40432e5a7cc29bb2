import { expect, test } from 'vitest'
import { utcStamp } from '../../src/on24/stamps.ts'

test.each([
  ['2026-03-08T01:30:00-08:00', '2026-03-08T09:30:00.000Z'],
  ['2026-03-08T01:30:00-07:00', '2026-03-08T08:30:00.000Z'],
  ['2026-03-08T01:30:00+0530', '2026-03-07T20:00:00.000Z'],
  ['2026-03-08T09:30:00Z', '2026-03-08T09:30:00.000Z'],
  ['2026-07-01T00:00:00', '2026-07-01T07:00:00.000Z'],
])('%s is %s: its own offset counts, Pacific time without one', (stamp, expected) => {
  expect(utcStamp(stamp)).toBe(expected)
})

test.each([null, undefined, '', 'soon', '2026-13-01T00:00:00-08:00'])('%j is no time', (stamp) => {
  expect(utcStamp(stamp)).toBeNull()
})
