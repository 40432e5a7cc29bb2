/** Names of the leases under which an account is worked on. */

/** One `accountSync` run of an account at a time, however it was started. */
export function runLease(on24ClientId: string): string {
  return `accountSync/${on24ClientId}`
}

/** A webinar is worked on by one workflow at a time, reading and delivering alike. */
export function webinarLease(on24ClientId: string, eventId: string): string {
  return webinarLeases(on24ClientId) + eventId
}

/** What the names of all webinar leases of an account begin with. */
export function webinarLeases(on24ClientId: string): string {
  return `webinar/${on24ClientId}/`
}
