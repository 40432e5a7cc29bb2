/**
 * Ends activities that have been tried for hours, such as during a vendor's outage, so that their run ends well before
 * the next slot. Temporal's own time limits cannot do it: they also count the hours for which an activity has waited
 * behind those of other accounts.
 */
import { ApplicationFailure } from '@temporalio/common'
import type { Info } from '@temporalio/activity'
import { z } from 'zod'
import { withoutNextAttempt } from './failure.ts'

const HOUR_MS = 60 * 60_000
const LONGEST_TRYING_MS = 3 * HOUR_MS

/** Heartbeats carry it from attempt to attempt, because Temporal tells only when the first one was requested. */
const Tried = z.object({ triedSince: z.number() })

type Attempt = Pick<Info, 'attempt' | 'heartbeatDetails' | 'currentAttemptScheduledTimestampMs'>

/**
 * The details of each heartbeat of this attempt: since when the activity has been retried, in milliseconds since the
 * epoch by Temporal's clock. Undefined in a first attempt, whose beginning Temporal does not tell.
 */
export function triedDetails(info: Attempt): z.infer<typeof Tried> | undefined {
  const before = Tried.safeParse(info.heartbeatDetails)
  if (before.success) return before.data
  return info.attempt === 1 ? undefined : { triedSince: info.currentAttemptScheduledTimestampMs }
}

/** The failure as Temporal gets it: after three hours without a next attempt, as if its time limit were over. */
export function withinLongestTrying(failure: Error, info: Attempt): Error {
  const tried = triedDetails(info)
  if (tried === undefined || !(failure instanceof ApplicationFailure)) return failure
  if (info.currentAttemptScheduledTimestampMs - tried.triedSince < LONGEST_TRYING_MS) return failure
  if (failure.nonRetryable === true) return failure
  return withoutNextAttempt(failure)
}
