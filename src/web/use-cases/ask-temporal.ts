/** Asks Temporal for something that is not stored first: without an answer nothing is done, and the request is refused. */
import type { Service } from '../../service.ts'
import { inTime } from '../../temporal/in-time.ts'
import { isTemporalAway } from '../../temporal/temporal-away.ts'
import { Problem } from '../api/problem.ts'

const RETRY_MS = 60_000

/**
 * Throws a Problem if Temporal does not answer in time.
 * @param whatNow continues with "try again later".
 */
export async function askTemporal<Result>(
  { client }: Pick<Service, 'client'>,
  whatNow: string,
  ask: () => Promise<Result>,
): Promise<Result> {
  try {
    return await inTime(client, ask)
  } catch (error) {
    if (!isTemporalAway(error)) throw error
    const detail = `${whatNow}: try again later.`
    throw new Problem('temporalUnavailable', detail, { retryAfterMs: RETRY_MS })
  }
}
