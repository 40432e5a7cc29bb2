/** How long a request of the web server waits for Temporal, whose server may accept calls and never answer them. */
import type { Client } from '@temporalio/client'

/** Someone is waiting for the answer to the request. Covers all of its calls to Temporal together. */
export const LONGEST_WAIT_MS = 10_000

/**
 * Calls to Temporal that `work` waits for are given up when they have taken this long together; those after it fail at
 * once. `isTemporalAway` recognises their errors.
 */
export function inTime<Result>(
  client: Pick<Client, 'withDeadline'>,
  work: () => Promise<Result>,
  longestMs = LONGEST_WAIT_MS,
): Promise<Result> {
  return client.withDeadline(Date.now() + longestMs, work)
}
