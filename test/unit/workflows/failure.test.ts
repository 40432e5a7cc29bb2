import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'
import { expect, test } from 'vitest'
import { toFailure } from '../../../activities/failure.ts'
import { RunBusy } from '../../../activities/run/run-lease.ts'
import { ActOnAccessRefused, ActOnUnavailable } from '../../../src/act-on/errors.ts'
import { ActOnTooManySignIns } from '../../../src/act-on/tokens/token-errors.ts'
import { DayBudgetUsed } from '../../../src/store/paces/day-budget.ts'
import { NoticeNotTaken } from '../../../src/notices/not-taken.ts'
import {
  On24CredentialsRefused,
  On24PermissionDenied,
  On24QuotaReached,
  On24Unavailable,
} from '../../../src/on24/errors.ts'
import { AccountNotLinked } from '../../../src/store/accounts/account.ts'

const refusal = { endpoint: 'events', status: 403, vendorWords: null }

function failureOf(error: unknown, attempt = 1): ApplicationFailure {
  const failure = toFailure(error, attempt)
  if (!(failure instanceof ApplicationFailure)) return expect.fail('not an ApplicationFailure')
  return failure
}

test('wrong credentials are final and keep their readable cause', () => {
  const failure = failureOf(new On24CredentialsRefused({ ...refusal, status: 401 }))
  expect(failure).toMatchObject({ type: 'On24CredentialsRefused', nonRetryable: true })
  expect(failure.message).toContain('ON24 refuses the access token pair')
})

test('the first line of a failure names the cause, and then who has to act', () => {
  const { message } = failureOf(new On24CredentialsRefused({ ...refusal, status: 401 }))
  expect(message).toMatch(
    /^ON24 refuses the access token pair\..* Give the account another token pair/,
  )
  expect(failureOf(new ActOnUnavailable('HTTP 503', true)).message).toBe(
    'Act-On gave no usable answer (HTTP 503). No action is needed: it is tried again.',
  )
  expect(failureOf(new RunBusy('22950')).message).toMatch(/this one waits for its turn\.$/)
})

test('a run of an account that a restored store does not know as linked is final, in words that say so', () => {
  const failure = failureOf(new AccountNotLinked('22950'))
  expect(failure).toMatchObject({ type: 'AccountNotLinked', nonRetryable: true })
  expect(failure.message).toContain('Account 22950 is not linked in this store')
})

test('an outage of a vendor is retried by the backoff', () => {
  for (const error of [
    new On24Unavailable('events', 'HTTP_503'),
    new ActOnUnavailable('x', true),
  ]) {
    const failure = failureOf(error)
    expect(failure).toMatchObject({ type: error.name, nonRetryable: false })
    expect(failure.nextRetryDelay).toBeUndefined()
  }
})

test('a used-up quota is waited for as long as its pace says, within a quarter of an hour, and is no outage', () => {
  for (const attempt of [1, 9]) {
    const failure = failureOf(new On24QuotaReached(refusal, 120_000), attempt)
    expect(failure.category).toBe(ApplicationFailureCategory.BENIGN)
    expect(Number(failure.nextRetryDelay)).toBeGreaterThanOrEqual(120_000)
    expect(Number(failure.nextRetryDelay)).toBeLessThanOrEqual(144_000)
  }
  const longest = Number(failureOf(new On24QuotaReached(refusal, 60 * 60_000)).nextRetryDelay)
  expect(longest).toBe(15 * 60_000)
})

test('a wait that the vendor asks for is kept, and never shorter than a second', () => {
  const asked = Number(failureOf(new On24QuotaReached(refusal, 90_000)).nextRetryDelay)
  expect(asked).toBeGreaterThanOrEqual(90_000)
  expect(asked).toBeLessThanOrEqual(108_000)
  expect(Number(failureOf(new On24QuotaReached(refusal, 0)).nextRetryDelay)).toBe(1000)
  const signIns = Number(failureOf(new ActOnTooManySignIns(120_000)).nextRetryDelay)
  expect(signIns).toBeGreaterThanOrEqual(120_000)
})

test('a refusal in unknown words counts as final at the fourth attempt', () => {
  const denied = new On24PermissionDenied(refusal)
  expect([1, 2, 3, 4].map((attempt) => failureOf(denied, attempt).nonRetryable)).toEqual([
    false,
    false,
    false,
    true,
  ])
})

test('a link that is refused is final', () => {
  expect(failureOf(new ActOnAccessRefused('refused'))).toMatchObject({ nonRetryable: true })
})

test('a notice that its receiver refuses is retried by the backoff', () => {
  const failure = failureOf(
    new NoticeNotTaken('The receiver of notices (NOTIFY_WEBHOOK_URL) answered 500.'),
  )
  expect(failure).toMatchObject({ type: 'NoticeNotTaken', nonRetryable: false })
  expect(failure.message).toBe('The receiver of notices (NOTIFY_WEBHOOK_URL) answered 500.')
})

test('a used-up daily budget is not retried every minute', () => {
  expect(failureOf(new DayBudgetUsed(30_000))).toMatchObject({
    type: 'DayBudgetUsed',
    nonRetryable: true,
  })
})

test('a run that waits for another is tried again soon and quietly', () => {
  const failure = failureOf(new RunBusy('22950'))
  expect(failure.category).toBe(ApplicationFailureCategory.BENIGN)
  expect(Number(failure.nextRetryDelay)).toBeLessThanOrEqual(6000)
})

test('an unknown error shows its kind, its code and its place, and no message that may quote data', () => {
  const error = Object.assign(new RangeError('value ada@example.com is odd'), {
    code: '22P02',
    detail: 'ada@example.com',
  })
  const failure = failureOf(error)
  expect(failure.message).toContain('RangeError (22P02)')
  expect(JSON.stringify([failure.message, failure.stack, failure.details])).not.toContain('ada@')
  expect(failure.stack).toContain('failure.test.ts')
  expect(failure.nonRetryable).toBe(false)
})

test('a code that is no plain word is left out', () => {
  const error = Object.assign(new Error('x'), { code: 'ada@example.com' })
  expect(failureOf(error).message).not.toContain('ada@')
})

test('an aborted wait is judged by the reason of its signal', () => {
  const error = new DOMException('aborted', 'AbortError')
  Object.defineProperty(error, 'cause', { value: new RunBusy('22950') })
  expect(failureOf(error).type).toBe('RunBusy')
})

test('a mistake of our own is tried a few times and then ends the run, in words that say who acts', () => {
  const refused = Object.assign(new Error('invalid byte sequence: zq7canary'), { code: '22021' })
  for (const error of [new TypeError('zq7canary'), new URIError('zq7canary'), refused]) {
    expect(failureOf(error, 3)).toMatchObject({ type: 'Unexpected', nonRetryable: false })
    const last = failureOf(error, 4)
    expect(last).toMatchObject({ type: 'Unexpected', nonRetryable: true })
    expect(last.message).toMatch(
      /^Unexpected \w+.*: the worker's log has the place\. Please report/,
    )
    expect(last.message + (last.stack ?? '')).not.toContain('zq7canary')
  }
})

test.each(['57P01', '08006', '53300', '40001', 'ECONNREFUSED'])(
  'a database that does not answer (%s) is retried without an end',
  (code) => {
    const away = Object.assign(new Error('Connection terminated'), { code })
    expect(failureOf(away, 40)).toMatchObject({ type: 'Unexpected', nonRetryable: false })
  },
)
