/** Values that no vendor documents, in every field that the service reads. The same seed gives the same values. */
import fc from 'fast-check'
import { BROKEN_BYTES, type JsonObject, RAW_CONTROLS } from './odd-answers.ts'

/** The key is left out. */
const ABSENT = Symbol('absent')

const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'A\u0000B',
    '\u0000',
    'half \ud800 a pair',
    '\udc00',
    'lost \ufffd character',
    '\u200b\u2060',
    'right \u202e to left',
    'line\nbreak\ttab\r',
    '=1+1',
    '"quoted", and; more',
    '-1',
    '1e400',
    'NaN',
    '00012',
    '2026-02-30T25:61:61Z',
    '0000-00-00',
    '2026-06-01 10:00',
    'null',
    '[object Object]',
    '__proto__',
    'x'.repeat(20_000),
    '😀'.repeat(6_000),
    BROKEN_BYTES,
    RAW_CONTROLS,
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const other = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    0.5,
    -0,
    1e21,
    1e300,
    2 ** 53,
    Number.MAX_SAFE_INTEGER,
    [],
    {},
    ['A', 'B'],
    [['a@example.com']],
    [null],
    { toString: 'x' },
    nested(60),
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

const oddValue = fc.oneof(
  { weight: 1, arbitrary: fc.constant<unknown>(ABSENT) },
  { weight: 9, arbitrary: text },
  { weight: 9, arbitrary: other },
)

function nested(depth: number): unknown {
  return depth === 0 ? 'deep' : [nested(depth - 1)]
}

export function oddValues(count: number, seed: number): unknown[] {
  return fc.sample(oddValue, { numRuns: count, seed })
}

/** Puts the value under the key, or takes the key away. */
export function put(row: JsonObject, key: string, value: unknown): JsonObject {
  if (value !== ABSENT) return { ...row, [key]: value }
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== key))
}

/** For a failing test's words. */
export function shown(value: unknown): string {
  return value === ABSENT ? 'absent' : (JSON.stringify(value) ?? 'undefined').slice(0, 80)
}
