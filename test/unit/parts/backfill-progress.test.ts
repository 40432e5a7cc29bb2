import { expect, test } from 'vitest'
import { expectedEnd } from '../../../src/runs/backfill-progress.ts'

const STARTED = new Date('2026-06-15T07:00:00Z')
const after = (minutes: number) => new Date(STARTED.getTime() + minutes * 60_000)

test('the expected end of a backfill follows from its pace so far', () => {
  expect(expectedEnd(STARTED, 10, 40, after(20))).toEqual(after(80))
  expect(expectedEnd(STARTED, 40, 40, after(85))).toEqual(after(85))
})

test('a backfill without progress has no expected end', () => {
  expect(expectedEnd(STARTED, 0, 40, after(20))).toBeNull()
})
