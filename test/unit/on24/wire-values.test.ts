import { expect, test } from 'vitest'
import type { z } from 'zod'
import {
  wireFlag,
  wireId,
  wireIdentity,
  wireNumber,
  wireStamp,
  wireText,
  wireTitle,
} from '../../../src/on24/wire/wire-values.ts'

const UNREADABLE = Symbol('unreadable')

function read(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : UNREADABLE
}

test.each([
  [150174520, '150174520'],
  ['150174520', '150174520'],
  [' 7 ', '7'],
  ['', UNREADABLE],
  ['  ', UNREADABLE],
  [1.5, UNREADABLE],
  [-1, UNREADABLE],
  [2 ** 60, UNREADABLE],
  ['12a', UNREADABLE],
  ['1\u00002', UNREADABLE],
  ['1'.repeat(21), UNREADABLE],
  [{}, UNREADABLE],
  [[7], UNREADABLE],
  [null, UNREADABLE],
  [undefined, UNREADABLE],
])('the id %j is read as %s', (value, expected) => {
  expect(read(wireId, value)).toBe(expected)
})

test.each([
  ['02139', '02139'],
  [' kept as it is ', ' kept as it is '],
  ['', ''],
  [2139, '2139'],
  [true, 'true'],
  [null, null],
  [undefined, undefined],
  [{}, null],
  [['a'], null],
  ['a\u0000b', 'ab'],
  ['half \ud800 a pair', 'half \ufffd a pair'],
  ['whole \ud83d\ude00 pair', 'whole \ud83d\ude00 pair'],
  ['x'.repeat(10_001), 'x'.repeat(10_000)],
  [`${'x'.repeat(9_999)}\ud83d\ude00`, 'x'.repeat(9_999)],
])('the text %j is read as %j', (value, expected) => {
  expect(read(wireText, value)).toBe(expected)
})

test.each([
  [8.5, 8.5],
  [0, 0],
  ['0', 0],
  [' 12.5 ', 12.5],
  ['', null],
  [' ', null],
  ['n/a', null],
  ['Infinity', null],
  [null, null],
  [undefined, null],
  [{}, null],
  [[1], null],
  [true, null],
  [1e300, null],
  ['1e300', null],
])('the number %j is read as %j', (value, expected) => {
  expect(read(wireNumber, value)).toBe(expected)
})

test.each([
  [true, true],
  [false, false],
  ['Y', true],
  ['n', false],
  ['TRUE', true],
  ['false', false],
])('the flag %j is read as %j, whatever it is when absent', (value, expected) => {
  expect(read(wireFlag(false), value)).toBe(expected)
  expect(read(wireFlag(true), value)).toBe(expected)
})

test('a flag that is absent or unknown is what its field says', () => {
  for (const value of [undefined, null, '', 'maybe', 2, {}, [true]]) {
    expect(read(wireFlag(true), value)).toBe(true)
    expect(read(wireFlag(false), value)).toBe(false)
  }
})

test('a NUL separates the words of a title, as any control character does', () => {
  expect(read(wireTitle, 'Spring\u0000launch')).toBe('Spring launch')
  expect(read(wireTitle, ['Spring'])).toBeNull()
})

test('a time stamp is a text', () => {
  expect(read(wireStamp, '2026-11-20T09:00:00-08:00')).toBe('2026-11-20T09:00:00-08:00')
  for (const value of [1_764_000_000, true, {}, null]) expect(read(wireStamp, value)).toBeNull()
})

test('what tells who a person is must be a text, and keeps what makes it unusable', () => {
  expect(read(wireIdentity, 'a\u0000\ud800@example.com')).toBe('a\u0000\ufffd@example.com')
  expect(read(wireIdentity, 7)).toBe('7')
  expect(read(wireIdentity, null)).toBeNull()
  for (const value of [{}, ['a@example.com']]) expect(read(wireIdentity, value)).toBe(UNREADABLE)
})
