/** Where a row is: by what Act-On confirmed, and by the newest comparison of its list. */
import { describe, expect, test } from 'vitest'
import type { LatestComparison, RowFindingKind } from '../../../src/contracts/finding.ts'
import type { Change } from '../../../src/explaining/change-words.ts'
import { explainRegistration } from '../../../src/explaining/explain-registration.ts'
import { type KnownRegistration, placeOf } from '../../../src/explaining/known-registration.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 4, 1, hour))

const CONFIRMED = { confirmedAt: at(6), attended: false, unansweredSends: 0 }

const KNOWN: KnownRegistration = {
  on24ClientId: '22950',
  webinar: {
    ...{ listName: 'List', liveStart: at(1), latestActivityAt: at(1), lastReadStartedAt: at(5) },
    ...{ unavailableSince: null, excluded: false },
  },
  isOpen: false,
  written: CONFIRMED,
  waiting: null,
  whyItWaits: null,
  ended: [],
  comparison: null,
  extraRows: null,
  unreadable: null,
}

const compared = (hour: number, ...kinds: RowFindingKind[]): LatestComparison => ({
  ...{ comparedAt: at(hour), isListGone: false, areRowsKnown: true },
  findings: kinds.map((kind) => ({ kind, columns: [], repairedAt: null })),
})

const removed = (hour: number): Change => ({
  ...{ seenAt: at(hour).toISOString(), endedAt: at(hour).toISOString() },
  ...{ changed: [], attended: false, decision: 'remove', outcome: 'removed', reason: 'forgotten' },
})

describe('where the row is', () => {
  test.for<[string, Partial<KnownRegistration>, string]>([
    ['missing since', { comparison: compared(7, 'missing') }, 'notInList'],
    ['missing before it was written again', { comparison: compared(5, 'missing') }, 'inList'],
    ['edited', { comparison: compared(7, 'userEdited') }, 'inList'],
    [
      'missing, and sent since without an answer',
      { comparison: compared(7, 'missing'), written: { ...CONFIRMED, unansweredSends: 1 } },
      'maybeInList',
    ],
    ['in a deleted list', { comparison: { ...compared(7), isListGone: true } }, 'notInList'],
    [
      'in a list that was deleted, and made again since',
      { comparison: { ...compared(5), isListGone: true } },
      'inList',
    ],
    [
      'removed, and there again',
      { written: null, ended: [removed(6)], comparison: compared(7, 'extra') },
      'inList',
    ],
    [
      'removed after the comparison',
      { written: null, ended: [removed(8)], comparison: compared(7, 'extra') },
      'notInList',
    ],
  ])('%s', ([, what, place]) => {
    expect(placeOf({ ...KNOWN, ...what })).toBe(place)
  })
})

test('a further row is told until it is removed, also if the person’s own row was written since', () => {
  const explained = (comparison: LatestComparison) =>
    explainRegistration({ ...KNOWN, comparison }, at(9))
  expect(explained(compared(5, 'duplicate'))).toContain(
    'found a second row of this registration in the list. A repair removes the row',
  )
  const [finding] = compared(5, 'duplicate').findings
  const repaired = finding === undefined ? [] : [{ ...finding, repairedAt: at(6) }]
  expect(explained({ ...compared(5), findings: repaired })).not.toContain('second row')
})

test('no repair is advised while the row waits, or for a webinar that an operator excluded', () => {
  const comparison = compared(7, 'missing')
  const waiting: Change = {
    ...removed(7),
    decision: 'write',
    outcome: 'pending',
    reason: 'missing',
  }
  const explained = (what: Partial<KnownRegistration>) =>
    explainRegistration({ ...KNOWN, comparison, ...what }, at(9))
  expect(explained({})).toContain('only a repair restores the row')
  expect(explained({ waiting })).not.toContain('only a repair')
  const webinar = { ...KNOWN.webinar, excluded: true }
  expect(explained({ webinar })).not.toContain('only a repair')
})
