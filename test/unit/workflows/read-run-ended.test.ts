import { expect, test } from 'vitest'
import { readRunEnded } from '../../../workflows/read-run-ended.ts'

const COUNTS = { written: 3, pending: 0, problems: ['Something waits.'], probeInSeconds: null }
const RUN = { workflowId: 'account-sync/22950-x', outcome: 'complete', ...COUNTS }
const ACTIVE = { state: 'active', reason: null, since: null }

test('the result of a run is read completely', () => {
  const standing = { state: 'paused', reason: 'Maintenance', since: '2026-06-15T07:00:00.000Z' }
  expect(readRunEnded({ ...RUN, standing })).toEqual({ ...RUN, standing })
})

test.each([
  [{}],
  [{ state: 'active' }],
  [{ state: 'active', since: null }],
  [{ ...ACTIVE, reason: 7 }],
  [{ ...ACTIVE, reason: { text: 'x' } }],
  [{ ...ACTIVE, since: 7 }],
  [{ ...ACTIVE, state: 'other' }],
  ['active'],
  [null],
])('an end with a standing that is none is not taken: %j', (standing) => {
  expect(readRunEnded({ ...RUN, standing })).toBeNull()
})

test.each(Object.keys(RUN))('an end without %s is not taken', (field) => {
  expect(readRunEnded({ ...RUN, standing: ACTIVE, [field]: undefined })).toBeNull()
})
