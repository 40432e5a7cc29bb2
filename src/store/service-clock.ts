/**
 * The service's time: the database's `service_now()`, the same for all processes. It is read from time to time and
 * carried forward by the process's monotonic clock, so that nothing depends on the wall clock of any machine.
 */
import { sql } from 'kysely'
import type { Store } from './database.ts'

export interface ServiceClock {
  /** Never goes back, except in the case of `MAX_STANDSTILL_MS`. */
  now(): Date
  /** Reads the database's time again. Rejects if the database is down; then `now` continues as before. */
  read(): Promise<void>
}

/**
 * If the database's clock is set back by less, time stands still until the clock has caught up, so that the later of
 * two reads of a webinar never has the earlier stamp. If it is set back by more, time follows at once. Stamps from
 * before then lie in the future, where they count as absent.
 */
const MAX_STANDSTILL_MS = 60 * 60 * 1000

/** Resolves when the time is known. */
export async function startServiceClock(
  store: Store,
  monotonicMs: () => number = () => performance.now(),
): Promise<ServiceClock> {
  /** Milliseconds to add to the monotonic clock; null before the first answer. */
  let offsetMs: number | null = null
  let latestMs = Number.NEGATIVE_INFINITY

  const read = async () => {
    const askedMs = monotonicMs()
    const { rows } = await sql<{ ms: number }>`
      select extract(epoch from service_now())::float8 * 1000 as ms
    `.execute(store)
    const answeredMs = monotonicMs()
    const ms = rows[0]?.ms ?? Number.NaN
    if (!Number.isFinite(ms)) throw new Error('The database did not return its time.')
    // The time was read at some moment between question and answer. An offset that fits this interval is kept.
    const earliest = ms - answeredMs
    offsetMs = Math.min(Math.max(offsetMs ?? earliest, earliest), ms - askedMs)
    if (offsetMs + answeredMs < latestMs - MAX_STANDSTILL_MS) latestMs = Number.NEGATIVE_INFINITY
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
