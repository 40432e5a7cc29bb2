import { describe, expect, test } from 'vitest'
import { AskedOperations } from '../../workflows/asked-operations.ts'

const RANGE = { from: '2024-01-01', to: '2024-06-30' }
const SECOND = 1000

/** In order; with what each was sent. */
function askAll(
  ...signals: readonly (readonly [Parameters<AskedOperations['ask']>[0], unknown?])[]
) {
  const asked = new AskedOperations()
  for (const [signal, payload] of signals) asked.ask(signal, payload, 0)
  return asked
}

const waiting = (asked: AskedOperations) => asked.kept.waiting.map(({ operation }) => operation)

describe('what a signal may carry', () => {
  test.each([
    ['pause', undefined, { signal: 'pause', reason: null }],
    ['pause', null, { signal: 'pause', reason: null }],
    ['pause', {}, { signal: 'pause', reason: null }],
    ['pause', { reason: null }, { signal: 'pause', reason: null }],
    ['pause', { reason: ' Maintenance ' }, { signal: 'pause', reason: 'Maintenance' }],
    ['pause', { reason: 'a\u0000b\nc \ud800' }, { signal: 'pause', reason: 'a b c \ufffd' }],
    ['pause', { reason: '\u0000' }, { signal: 'pause', reason: null }],
    ['resume', undefined, { signal: 'resume' }],
    ['syncNow', {}, { signal: 'syncNow' }],
    ['backfill', RANGE, { signal: 'backfill', ...RANGE, dryRun: false }],
    ['backfill', { ...RANGE, dryRun: true }, { signal: 'backfill', ...RANGE, dryRun: true }],
  ] as const)('%s with %j', (signal, payload, operation) => {
    const asked = askAll([signal, payload])
    expect(waiting(asked)).toEqual([operation])
    expect(asked.notes).toMatchObject([{ signal, result: 'waiting' }])
  })

  test.each([
    ['pause', 'Maintenance', /takes nothing, or \{"reason"/],
    ['pause', { reson: 'x' }, /takes nothing, or \{"reason"/],
    ['pause', { reason: 7 }, /takes nothing, or \{"reason"/],
    ['pause', { reason: 'x'.repeat(501) }, /500 characters/],
    ['pause', { auditId: 7 }, /takes nothing, or/],
    ['pause', { auditId: 'mine' }, /takes nothing, or/],
    ['syncNow', { auditId: '1'.repeat(19) }, /takes nothing/],
    ['resume', 7, /takes nothing/],
    ['resume', { reason: 'x' }, /takes nothing/],
    ['syncNow', [], /takes nothing/],
    ['syncNow', { undecodablePayload: true }, /cannot be read: send it as JSON/],
    ['backfill', undefined, /"?from"? must be a day/],
    ['backfill', '2024-01-01..2024-06-30', /\{"from": "YYYY-MM-DD", "to": "YYYY-MM-DD"\}/],
    ['backfill', { from: '2024-01-01', to: '2024-13-01' }, /to must be a day/],
    ['backfill', { from: '2024-06-30', to: '2024-01-01' }, /from must not be after to/],
    ['backfill', { ...RANGE, dryrun: true }, /"dryRun": true/],
    ['backfill', { ...RANGE, dryRun: 'yes' }, /dryRun must be true or false/],
  ] as const)('%s with %j is refused with words', (signal, payload, words) => {
    const asked = askAll([signal, payload])
    expect(waiting(asked)).toEqual([])
    expect(asked.notes).toMatchObject([{ signal, result: 'refused' }])
    expect(asked.notes[0]?.detail).toMatch(words)
  })
})

describe('what is asked twice', () => {
  test.each([['pause'], ['resume'], ['syncNow']] as const)('%s is done once', (signal) => {
    const asked = askAll([signal], [signal])
    expect(waiting(asked)).toHaveLength(1)
    expect(asked.notes.map(({ result }) => result)).toEqual(['unchanged', 'waiting'])
  })

  test('a range is done once; another one, and a dry run of it, are others', () => {
    const other = { ...RANGE, to: '2024-07-01' }
    const asked = askAll(['backfill', RANGE], ['backfill', RANGE], ['backfill', other])
    asked.ask('backfill', { ...RANGE, dryRun: true }, 0)
    expect(waiting(asked)).toHaveLength(3)
  })

  test('after a turn it is no repetition', () => {
    const asked = askAll(['syncNow'], ['pause'], ['resume'], ['pause'], ['syncNow'])
    expect(waiting(asked).map(({ signal }) => signal)).toEqual([
      ...['syncNow', 'pause', 'resume', 'pause', 'syncNow'],
    ])
  })

  test('over HTTP it is passed on, for the audit trail alone', () => {
    const asked = askAll(['pause', { auditId: '1' }], ['pause', { auditId: '2' }])
    expect(asked.kept.waiting).toMatchObject([
      { auditId: '1', isRepeat: false },
      { auditId: '2', isRepeat: true },
    ])
  })

  const settledSync = (result: 'done' | 'refused') => {
    const asked = askAll(['syncNow'])
    if (asked.next !== undefined) asked.settle(asked.next, { result, detail: 'x' })
    return asked
  }
  const resultOfSyncAfter = (asked: AskedOperations, ms: number) => {
    asked.ask('syncNow', undefined, ms)
    return asked.notes[0]?.result
  }

  test('a sync is the same for ten seconds, unless a run has ended or the first was refused', () => {
    expect(resultOfSyncAfter(settledSync('done'), 9 * SECOND)).toBe('unchanged')
    expect(resultOfSyncAfter(settledSync('done'), 10 * SECOND)).toBe('waiting')
    expect(resultOfSyncAfter(settledSync('refused'), SECOND)).toBe('waiting')
    const ended = settledSync('done')
    ended.runHasEnded()
    expect(resultOfSyncAfter(ended, SECOND)).toBe('waiting')
  })
})

test('what was asked is taken in its order, noted newest first, and kept whole', () => {
  const before = askAll(['pause'], ['backfill', RANGE], ['resume'])
  const asked = new AskedOperations(before.kept)
  const order: string[] = []
  for (let next = asked.next; next !== undefined; next = asked.next) {
    order.push(next.operation.signal)
    asked.settle(next, { result: 'done', detail: 'It was done.' })
  }
  expect(order).toEqual(['pause', 'backfill', 'resume'])
  const at = new Date(0).toISOString()
  expect(asked.notes).toEqual(
    ['resume', 'backfill', 'pause'].map((signal) => ({
      ...{ signal, at, result: 'done', detail: 'It was done.' },
    })),
  )
})

test('only so many may wait and only so many are noted; a long name is cut', () => {
  const asked = new AskedOperations()
  for (let day = 0; day < 150; day += 1) {
    const from = new Date(day * 24 * 3600 * SECOND).toISOString().slice(0, 10)
    asked.ask('backfill', { from, to: '1975-01-01' }, 0)
  }
  expect(asked.kept.waiting).toHaveLength(100)
  expect(asked.notes).toHaveLength(20)
  expect(asked.notes[0]).toMatchObject({ result: 'refused' })
  asked.refuse('x'.repeat(500), 'It is not known.', 0)
  expect(asked.notes[0]?.signal).toHaveLength(60)
})
