/**
 * Values that no vendor documents, for the fields that the service reads. ODD_VALUES sets how many there are, and
 * ODD_VALUES_SEED selects them. A failing test prints the seed and the values that it used.
 */
import fc from 'fast-check'
import { BROKEN_BYTES, type JsonObject, RAW_CONTROLS } from './odd-answers.ts'

export const ODD_VALUES_SEED = Number(process.env['ODD_VALUES_SEED'] ?? 1)
const COUNT = Number(process.env['ODD_VALUES'] ?? 2000)
/** The share of Act-On's values. It is small because a run gets few Act-On answers that can carry a value. */
const ACT_ON_SHARE = 0.03

/** Marks a key that is left out of the row. */
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

/** The values of one test. The same seed gives the same values. */
export class OddValues {
  readonly #used: string[] = []
  readonly #values: unknown[]

  private constructor(seed: number, count: number) {
    this.#values = fc.sample(oddValue, { numRuns: count, seed })
  }

  static forOn24(): OddValues {
    return new OddValues(ODD_VALUES_SEED, Math.ceil(COUNT * (1 - ACT_ON_SHARE)))
  }

  static forActOn(): OddValues {
    return new OddValues(ODD_VALUES_SEED + 1, Math.floor(COUNT * ACT_ON_SHARE))
  }

  get left(): number {
    return this.#values.length
  }

  /** Returns the row with the next value under `key`, or without the key. */
  putInto(row: JsonObject, key: string): JsonObject {
    const value = this.#values.pop()
    this.#used.push(`${key}: ${shown(value)}`)
    if (value !== ABSENT) return { ...row, [key]: value }
    return Object.fromEntries(Object.entries(row).filter(([name]) => name !== key))
  }

  /** The message for a failing test: the seed, and the values that were used since the last call. */
  words(): string {
    return `ODD_VALUES_SEED=${String(ODD_VALUES_SEED)}\n${this.#used.splice(0).join('\n')}`
  }
}

function shown(value: unknown): string {
  return value === ABSENT ? 'absent' : (JSON.stringify(value) ?? 'undefined').slice(0, 80)
}
