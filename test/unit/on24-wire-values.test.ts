import { expect, test } from 'vitest'
import type { z } from 'zod'
import { wireFlag, wireId, wireNumber, wireText } from '../../src/on24/wire-values.ts'

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
  [{}, UNREADABLE],
  [['a'], UNREADABLE],
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
  [{}, UNREADABLE],
  [true, UNREADABLE],
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
  for (const value of [undefined, null, '', 'maybe']) {
    expect(read(wireFlag(true), value)).toBe(true)
    expect(read(wireFlag(false), value)).toBe(false)
  }
})
