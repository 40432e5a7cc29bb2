/** After which failures of one question a discovery continues. */
import {
  On24PermissionDenied,
  On24RequestRefused,
  On24Unavailable,
  On24UnexpectedResponse,
} from '../on24/errors.ts'

/** After this many outages the run continues without the answer: with Temporal's backoff, after some minutes. */
export const MAX_OUTAGES = 6

export interface DiscoverySoFar {
  /** Whether ON24 has answered another question of the run. */
  hasAnswers(): Promise<boolean>
  /** Counts one more outage and returns how many there were. */
  outages(): Promise<number>
}

/**
 * False for a quota, which every worker waits for; for refused credentials and clients, which concern every call; and
 * for faults of our own. True for a permission that is missing for this question alone.
 */
export async function mayContinueAfter(error: unknown, soFar: DiscoverySoFar): Promise<boolean> {
  if (error instanceof On24RequestRefused || error instanceof On24UnexpectedResponse) return true
  if (error instanceof On24PermissionDenied) return soFar.hasAnswers()
  if (error instanceof On24Unavailable) return (await soFar.outages()) >= MAX_OUTAGES
  return false
}
