import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cutRange,
  pacificDayOf,
  parsePacificDay,
  plusDays,
} from '../../../src/on24/pacific-days.ts'
import type { PacificDay } from '../../../src/on24/pacific-days.ts'

const day = fc
  .date({ min: new Date('2001-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
  .map(pacificDayOf)

test.each([
  ['2026-01-15T07:59:59.999Z', '2026-01-14'],
  ['2026-01-15T08:00:00.000Z', '2026-01-15'],
  ['2026-07-15T06:59:59.999Z', '2026-07-14'],
  ['2026-07-15T07:00:00.000Z', '2026-07-15'],
])('%s is on the Pacific day %s', (instant, expected) => {
  expect(pacificDayOf(new Date(instant))).toBe(expected)
})

test.each([
  ['spring, 23 hours long', '2026-03-08', '2026-03-08T08:00:00Z', '2026-03-09T07:00:00Z'],
  ['autumn, 25 hours long', '2026-11-01', '2026-11-01T07:00:00Z', '2026-11-02T08:00:00Z'],
])('the day of the change of clocks in %s begins and ends at midnight', (_, text, from, to) => {
  expect(pacificDayOf(new Date(from))).toBe(text)
  expect(pacificDayOf(new Date(Date.parse(to) - 1))).toBe(text)
  expect(pacificDayOf(new Date(Date.parse(from) - 1))).not.toBe(text)
  expect(pacificDayOf(new Date(to))).not.toBe(text)
})

test.each([
  ['2026-03-07', 1, '2026-03-08'],
  ['2026-03-08', 1, '2026-03-09'],
  ['2026-11-01', 1, '2026-11-02'],
  ['2026-11-02', -1, '2026-11-01'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2026-01-01', -1, '2025-12-31'],
] as const)('%s and %i days is %s', (from, count, expected) => {
  expect(plusDays(from, count)).toBe(expected)
})

test('adding days and taking them off again comes back, over any change of clocks', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -800, max: 800 }), (start, count) => {
      const there = plusDays(start, count)
      expect(plusDays(there, -count)).toBe(start)
      expect(dayNumber(there) - dayNumber(start)).toBe(count)
    }),
  )
})

test('an instant is on the same day however it is read, and days never go back in time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2001, 0), max: Date.UTC(2060, 0) }),
      fc.nat({ max: 100 * 3_600_000 }),
      (ms, laterByMs) => {
        expect(pacificDayOf(new Date(ms)) <= pacificDayOf(new Date(ms + laterByMs))).toBe(true)
      },
    ),
  )
})

test('a range is cut into pieces of at most six months that follow each other without a gap', () => {
  fc.assert(
    fc.property(day, fc.nat({ max: 2_000 }), (from, length) => {
      const to = plusDays(from, length)
      const pieces = cutRange({ from, to })
      expect(pieces[0]?.from).toBe(from)
      expect(pieces.at(-1)?.to).toBe(to)
      pieces.forEach((piece, index) => {
        expect(piece.from <= piece.to).toBe(true)
        expect(dayNumber(piece.to) - dayNumber(piece.from)).toBeLessThan(181)
        if (index > 0) expect(piece.from).toBe(plusDays(pieces[index - 1]?.to ?? from, 1))
      })
    }),
  )
})

test('a range of some days stays one piece', () => {
  const range = { from: '2026-03-07', to: '2026-03-10' } as const
  expect(cutRange(range)).toEqual([range])
  expect(cutRange({ from: '2026-03-07', to: '2026-03-07' })).toHaveLength(1)
})

test('a calendar day is read, and anything else is refused', () => {
  expect(parsePacificDay('2024-02-29')).toBe('2024-02-29')
  for (const text of ['2023-02-29', '2026-3-1', '2026-03-01T00:00:00Z', 'today', '']) {
    expect(() => parsePacificDay(text)).toThrow(RangeError)
  }
  expect(() => pacificDayOf(new Date(NaN))).toThrow(RangeError)
})

function dayNumber(text: PacificDay): number {
  return Date.parse(`${text}T00:00:00Z`) / 86_400_000
}
