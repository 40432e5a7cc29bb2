/** Which failures of one question of the discovery do not keep the run from going on. */
import {
  On24PermissionDenied,
  On24RequestRefused,
  On24Unavailable,
  On24UnexpectedResponse,
} from '../on24/errors.ts'

/** So often ON24 may be away before the run goes on without the answer: with Temporal's backoff some minutes. */
export const MAX_OUTAGES = 6

export interface DiscoverySoFar {
  /** Whether ON24 has answered another question of the run. */
  hasAnswers(): Promise<boolean>
  /** Counts one more outage and says how many there were. */
  outages(): Promise<number>
}

/**
 * Not passed over: a quota, which everybody waits for; credentials and clients that ON24 refuses, which concern
 * every call; and faults of our own. A permission that is missing for this question alone is.
 */
export async function mayContinueAfter(error: unknown, soFar: DiscoverySoFar): Promise<boolean> {
  if (error instanceof On24RequestRefused || error instanceof On24UnexpectedResponse) return true
  if (error instanceof On24PermissionDenied) return soFar.hasAnswers()
  if (error instanceof On24Unavailable) return (await soFar.outages()) >= MAX_OUTAGES
  return false
}
