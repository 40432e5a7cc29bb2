import { ApplicationFailure } from '@temporalio/common'
import { Context } from '@temporalio/activity'
import { MockActivityEnvironment } from '@temporalio/testing'
import { expect, test } from 'vitest'
import { failureInterceptor } from '../../../activities/failure-interceptor.ts'
import { ActOnUnavailable } from '../../../src/act-on/errors.ts'

const AT = Date.parse('2026-06-15T12:00:00Z')
const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

interface Attempt {
  readonly attempt: number
  readonly scheduledAt: number
  readonly heartbeatDetails?: unknown
  readonly heartbeatTimeoutMs?: number
}

/** How an attempt that fails with `error` ends, and the details of its last heartbeat. */
async function attempted(
  { attempt, scheduledAt, heartbeatDetails, ...limit }: Attempt,
  error: Error = new ActOnUnavailable('It does not answer.', false),
) {
  const env = new MockActivityEnvironment({
    ...{ attempt, heartbeatDetails, currentAttemptScheduledTimestampMs: scheduledAt },
    ...{ heartbeatTimeoutMs: 10_000, ...limit },
  })
  let told: unknown
  env.on('heartbeat', (details: unknown) => {
    told = details
  })
  const failure: unknown = await env
    .run(async () => {
      const { inbound } = failureInterceptor(Context.current())
      await inbound?.execute?.({ args: [], headers: {} }, () => Promise.reject(error))
    })
    .catch((thrown: unknown) => thrown)
  if (!(failure instanceof ApplicationFailure)) return expect.fail('It did not fail.')
  return { failure, told }
}

test('the time in a queue before the first attempt does not count', async () => {
  const { failure, told } = await attempted({ attempt: 1, scheduledAt: AT })
  expect(failure.nextRetryDelay ?? null).toBeNull()
  expect(told).toBeUndefined()
})

test('the second attempt notes since when it is tried, and later ones keep that', async () => {
  const second = await attempted({ attempt: 2, scheduledAt: AT })
  expect(second.told).toEqual({ triedSince: AT })
  const scheduledAt = AT + HOUR_MS
  const third = await attempted({ attempt: 3, scheduledAt, heartbeatDetails: second.told })
  expect(third.told).toEqual({ triedSince: AT })
  expect(third.failure.nextRetryDelay ?? null).toBeNull()
})

test('after three hours of trying, the next attempt is later than any time limit', async () => {
  const { failure } = await attempted({
    ...{ attempt: 40, scheduledAt: AT + 3 * HOUR_MS, heartbeatDetails: { triedSince: AT } },
  })
  expect(Number(failure.nextRetryDelay)).toBeGreaterThan(DAY_MS)
  expect(failure).toMatchObject({ nonRetryable: false, type: 'ActOnUnavailable' })
})

test('details of another release count as none', async () => {
  for (const heartbeatDetails of [{ page: 3 }, 'x', null]) {
    const { told } = await attempted({ attempt: 5, scheduledAt: AT, heartbeatDetails })
    expect(told).toEqual({ triedSince: AT })
  }
})
