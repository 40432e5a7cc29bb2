/**
 * The service's time: the database's `service_now()`, the same for all processes. It is read now and then and
 * carried forward by the process's monotonic clock, so that nothing hangs on the wall clock of any machine.
 */
import { sql } from 'kysely'
import type { Store } from './database.ts'

export interface ServiceClock {
  /** Never before a time that it gave earlier, but for the case of `FOLLOWED_BACK_MS`. */
  now(): Date
  /** Asks the database again. Rejects when it is away; then the time goes on as it was. */
  read(): Promise<void>
}

/**
 * A database that is set back by less is waited for: time stands still meanwhile, so that of two reads of a webinar
 * the later one never has the earlier stamp. Set back by more it is followed at once. Stamps of before then lie in
 * the future, where they count as absent.
 */
const FOLLOWED_BACK_MS = 60 * 60 * 1000

/** Resolves when the time is known. */
export async function startServiceClock(
  store: Store,
  monotonicMs: () => number = () => performance.now(),
): Promise<ServiceClock> {
  /** What is added to the monotonic clock, in milliseconds; null before the first answer. */
  let offsetMs: number | null = null
  let latestMs = Number.NEGATIVE_INFINITY

  const read = async () => {
    const askedMs = monotonicMs()
    const { rows } = await sql<{ ms: number }>`
      select extract(epoch from service_now())::float8 * 1000 as ms
    `.execute(store)
    const answeredMs = monotonicMs()
    const ms = rows[0]?.ms ?? Number.NaN
    if (!Number.isFinite(ms)) throw new Error('The database did not tell the time.')
    // It told the time at some moment in between: what fits is not changed by how long an answer took.
    const earliest = ms - answeredMs
    offsetMs = Math.min(Math.max(offsetMs ?? earliest, earliest), ms - askedMs)
    if (offsetMs + answeredMs < latestMs - FOLLOWED_BACK_MS) latestMs = Number.NEGATIVE_INFINITY
  }

  await read()
  return {
    now() {
      latestMs = Math.max(latestMs, Math.floor((offsetMs ?? Number.NaN) + monotonicMs()))
      return new Date(latestMs)
    },
    read,
  }
}
