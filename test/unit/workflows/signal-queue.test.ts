import { describe, expect, test } from 'vitest'
import { SignalQueue } from '../../../workflows/signal-queue.ts'

const RANGE = { from: '2024-01-01', to: '2024-06-30' }
const DAY_MS = 24 * 3_600_000
const FIRST_RUN = 'the-run-that-it-was-started-with'

/** A queue that has received these signals in order, each with its payload. */
function askAll(
  ...signals: readonly (readonly [Parameters<SignalQueue['enqueue']>[0], unknown?])[]
) {
  const asked = new SignalQueue(FIRST_RUN)
  for (const [signal, payload] of signals) {
    asked.countSignal()
    asked.enqueue(signal, payload, 0)
  }
  return asked
}

/** Marks all waiting operations as stored, in order. */
function storeAll(asked: SignalQueue): SignalQueue {
  for (let next = asked.nextToStore; next !== undefined; next = asked.nextToStore) {
    asked.markStored(next, next.auditId ?? '7')
  }
  return asked
}

const waiting = (asked: SignalQueue) => asked.kept.waiting.map(({ operation }) => operation)

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
    ['backfill', { from: '0000-01-01', to: '0000-01-02' }, /from must not be before 1998-01-01/],
    ['backfill', { from: '2099-12-30', to: '2100-01-01' }, /to must not be after 2099-12-31/],
    ['backfill', { ...RANGE, dryrun: true }, /"dryRun": true/],
    ['backfill', { ...RANGE, dryRun: 'yes' }, /dryRun must be true or false/],
  ] as const)('%s with %j is refused with words', (signal, payload, words) => {
    const asked = askAll([signal, payload])
    expect(waiting(asked)).toEqual([])
    expect(asked.notes).toMatchObject([{ signal, result: 'refused' }])
    expect(asked.notes[0]?.detail).toMatch(words)
  })
})

test('each signal has its place in the order, whatever the outcome of earlier ones', () => {
  const asked = askAll(['pause'], ['pause', 7], ['resume', { auditId: '1' }])
  const later = new SignalQueue(FIRST_RUN, asked.kept)
  later.countSignal()
  later.refuse('noise', 'It is not known.', 0)
  later.countSignal()
  later.enqueue('pause', undefined, 0)
  expect(later.kept.waiting.map(({ sentAs, auditId }) => [sentAs.place, auditId])).toEqual([
    [1, null],
    [3, '1'],
    [5, null],
  ])
  expect(storeAll(later).nextToExecute).toMatchObject({
    auditId: '7',
    sentAs: { firstRunId: FIRST_RUN },
  })
})

test('operations are taken in order, listed newest first, and kept completely', () => {
  const before = askAll(['pause'], ['backfill', RANGE], ['resume'])
  expect(before.nextToExecute).toBeUndefined()
  const asked = storeAll(new SignalQueue(FIRST_RUN, before.kept))
  const order: string[] = []
  for (let next = asked.nextToExecute; next !== undefined; next = asked.nextToExecute) {
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
  const asked = new SignalQueue(FIRST_RUN)
  for (let day = 0; day < 150; day += 1) {
    const from = new Date(Date.UTC(2000, 0, 1) + day * DAY_MS).toISOString().slice(0, 10)
    asked.enqueue('backfill', { from, to: '2005-01-01' }, 0)
  }
  expect(asked.kept.waiting).toHaveLength(100)
  expect(asked.notes).toHaveLength(20)
  expect(asked.notes[0]).toMatchObject({ result: 'refused' })
  asked.refuse('x'.repeat(500), 'It is not known.', 0)
  expect(asked.notes[0]?.signal).toHaveLength(60)
})
