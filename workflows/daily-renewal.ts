/**
 * When a controller continues as new: once a day, each account at its own minute, so that its history stays short
 * and a release is needed by no workflow for longer than that.
 */

export const DAY_MS = 24 * 60 * 60_000
const MINUTES_PER_DAY = 24 * 60

/**
 * Milliseconds since the epoch, later than `now`. At least half a day after the run began: a timer that fires early by
 * another machine's clock must not make the next run continue at once.
 * @param dayMs shorter only in tests.
 */
export function nextRenewal(
  on24ClientId: string,
  { startedAt, now, dayMs }: Record<'startedAt' | 'now' | 'dayMs', number>,
): number {
  const offsetMs = (minuteOfDay(on24ClientId) / MINUTES_PER_DAY) * dayMs
  const earliest = Math.max(startedAt + dayMs / 2, now + 1)
  return Math.ceil((earliest - offsetMs) / dayMs) * dayMs + offsetMs
}

/** Stays the same for an account, and spreads the accounts over the day. */
export function minuteOfDay(on24ClientId: string): number {
  return hash(on24ClientId) % MINUTES_PER_DAY
}

/** FNV-1a, 32 bits: node:crypto is not there in a workflow. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193) >>> 0
  }
  return value
}
