/** The four times of day at which Schedules start runs: 00, 06, 12 and 18 UTC. */
const SLOT_MS = 6 * 60 * 60 * 1000

export function isSlot(at: string): boolean {
  return Date.parse(at) % SLOT_MS === 0
}

/** The start of the latest slot. */
export function lastSlot(now: Date): Date {
  return new Date(Math.floor(now.getTime() / SLOT_MS) * SLOT_MS)
}
