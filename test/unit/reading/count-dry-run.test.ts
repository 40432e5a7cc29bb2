import { expect, test } from 'vitest'
import { countDryRun } from '../../../src/reading/count-dry-run.ts'
import { ledgerAddsUp } from '../../../src/contracts/run.ts'
import type { Decision, KnownRows, RowToSend, WrittenRow } from '../../../src/reading/decide.ts'
import type { WaitingRow } from '../../../src/store/rows/stored/waiting-rows.ts'

const row = (id: string, addressHash = `address of ${id}`): WrittenRow => ({
  registrantId: id,
  addressHash,
  registrationHash: '',
  activityHash: '',
  cellsMask: 0,
  attended: false,
  maybeAtAddressHash: null,
  keptDespite: null,
})
const toSend = (id: string, more: Partial<RowToSend> = {}): Decision => ({
  registrantId: id,
  bucket: 'send',
  row: {
    ...row(id),
    action: 'upsert',
    cells: [],
    clear: [],
    changed: 0,
    earlierAddressHash: null,
    ...more,
  },
})
const toRemove = (id: string): Decision => ({
  registrantId: id,
  bucket: 'remove',
  reason: 'forgotten',
  written: row(id),
})
const knownAre = (...written: WrittenRow[]): KnownRows => ({
  written: new Map(written.map((one) => [one.registrantId, one])),
  rejected: new Map(),
})
const waitingRow = (id: string, more: Partial<WaitingRow>): WaitingRow => ({
  on24ClientId: '1',
  eventId: '2',
  registrantId: id,
  action: 'upsert',
  state: 'pending',
  sealed: null,
  clears: false,
  addressHash: `address of ${id}`,
  registrationHash: '',
  activityHash: '',
  cellsMask: 0,
  attended: false,
  changed: 0,
  earlierAddressHash: null,
  removalReason: null,
  rejectedField: null,
  rejectedReason: null,
  rejectedBy: null,
  sealedWords: null,
  tries: 0,
  mergeJobId: null,
  refusedInRun: null,
  refusedReason: null,
  removalDecided: false,
  timedOut: false,
  runKey: 'earlier',
  readStartedAt: new Date(0),
  firstSeenAt: new Date(0),
  lastTriedAt: null,
  ...more,
})

test('every decision ends in one bucket, and rows that wait are carried over', () => {
  const decisions: Decision[] = [
    toSend('new'),
    toSend('changed'),
    toSend('moved', { action: 'move' }),
    { registrantId: 'same', bucket: 'unchanged' },
    { registrantId: 'twin', bucket: 'filtered', reason: 'sameAddress', addressHash: null },
    { registrantId: 'again', bucket: 'rejectedAgain' },
    { registrantId: 'long', bucket: 'unwritable', field: 'Company', reason: 'tooLong' },
    toRemove('gone'),
  ]
  const ledger = countDryRun(
    { decisions, unreadable: 3 },
    knownAre(row('changed'), row('same'), row('gone')),
    [waitingRow('left', {}), waitingRow('new', {}), waitingRow('bad', { state: 'rejected' })],
    4,
  )
  expect(ledger).toEqual({
    read: 11,
    carriedOver: 1,
    created: 2,
    updated: 2,
    unchanged: 1,
    removed: 1,
    filtered: { sameAddress: 1, unreadable: 3 },
    rejected: 2,
    pending: 0,
  })
  expect(ledgerAddsUp(ledger)).toBe(true)
})

test('removals that would be held back are pending, and so is one that is held already', () => {
  const decisions = Array.from({ length: 40 }, (_, index) => toRemove(String(index)))
  const forty = { decisions, unreadable: 0 }
  expect(countDryRun(forty, knownAre(), [], 101)).toMatchObject({ removed: 0, pending: 40 })
  const held = waitingRow('0', { action: 'remove', state: 'held' })
  expect(countDryRun(forty, knownAre(), [held], 400)).toMatchObject({ removed: 39, pending: 1 })
})
