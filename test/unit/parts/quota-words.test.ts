import { expect, test } from 'vitest'
import { limitUsedUp } from '../../../src/contracts/quota-words.ts'

test.each([
  [{ isOwn: true, isShared: false }, 'this account’s own limit (actOnCallsPerDay) allows in'],
  [{ isOwn: false, isShared: false }, 'ACTON_CALLS_PER_DAY allows in'],
  [{ isOwn: false, isShared: true }, 'ACTON_CALLS_PER_DAY allows all accounts together in'],
])('a limit that is used up is told with its size and its setting: %j', (limit, words) => {
  expect(limitUsedUp({ perDay: 30_000, ...limit })).toBe(
    `All 30,000 calls to Act-On that ${words} any 24 hours are used up.`,
  )
})
