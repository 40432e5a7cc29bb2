import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { anyStamp } from '../../support/fixtures/any-stamps.ts'
import { utcStamp } from '../../../src/on24/wire/stamps.ts'

test.each([
  ['2026-03-08T01:30:00-08:00', '2026-03-08T09:30:00.000Z'],
  ['2026-03-08T01:30:00-07:00', '2026-03-08T08:30:00.000Z'],
  ['2026-03-08T01:30:00+0530', '2026-03-07T20:00:00.000Z'],
  ['2026-03-08T09:30:00Z', '2026-03-08T09:30:00.000Z'],
  ['2026-07-01T00:00:00', '2026-07-01T07:00:00.000Z'],
  [' 2026-07-01 00:00:00 ', '2026-07-01T07:00:00.000Z'],
])('%s is %s: its own offset counts, Pacific time without one', (stamp, expected) => {
  expect(utcStamp(stamp)).toBe(expected)
})

test.each([
  ...[
    null,
    undefined,
    '',
    'soon',
    '2026-13-01T00:00:00-08:00',
    '0000-00-00',
    '0000-00-00T00:00:00',
  ],
  ...['1718000000', '1718000000000', '20260308', '2026', '12:00:00', 'P1D'],
  ...[
    '0001-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '2100-01-01T12:00:00Z',
    '9999-12-31T23:59:59Z',
  ],
])('%j is no time', (stamp) => {
  expect(utcStamp(stamp)).toBeNull()
})

test('whatever the stamp, it is what Luxon reads', () => {
  fc.assert(
    fc.property(anyStamp, (stamp) => {
      const text = stamp.trim()
      const instant = DateTime.fromISO(text.replace(' ', 'T'), {
        zone: 'America/Los_Angeles',
      }).toUTC()
      const isStamp =
        /^\d{4}-\d{2}-\d{2}/.test(text) && instant.year >= 1990 && instant.year <= 2099
      expect(utcStamp(stamp)).toBe(isStamp ? instant.toISO() : null)
    }),
    { numRuns: 2_000 },
  )
})
