/** The names of all leases: what only one process does at a time. */

/** One `accountSync` run of an account at a time, however it was started. */
export function runLease(on24ClientId: string): string {
  return `accountSync/${on24ClientId}`
}

/** A backfill that is at work holds it: then it delivers what it has read itself. */
export function backfillLease(on24ClientId: string, runKey: string): string {
  return backfillLeases(on24ClientId) + runKey
}

/** What the names of all leases of an account's backfills begin with. */
export function backfillLeases(on24ClientId: string): string {
  return `accountBackfill/${on24ClientId}/`
}

/** A webinar is worked on by one workflow at a time, reading and delivering alike. */
export function webinarLease(on24ClientId: string, eventId: string): string {
  return webinarLeases(on24ClientId) + eventId
}

/** What the names of all webinar leases of an account begin with. */
export function webinarLeases(on24ClientId: string): string {
  return `webinar/${on24ClientId}/`
}

/** Registering, starting and removing an account exclude each other. */
export function accountLifeLease(on24ClientId: string): string {
  return `accountLife/${on24ClientId}`
}

/** One token call at a time for an Act-On user, whichever accounts they serve. `userKey`: see user-key.ts. */
export function actOnUserLease(userKey: string): string {
  return `actOnUser/${userKey}`
}

/** Forms that are sent on one invitation take turns. */
export function invitationLease(tokenHash: string): string {
  return `invitation/${tokenHash}`
}

/** The flag of an account's Schedule is set by one at a time: the latest pause or resume is the last to be applied. */
export function pauseLease(on24ClientId: string): string {
  return `turn/${on24ClientId}`
}

/** An operation is carried out by its controller, or by whoever takes it up. */
export function operationLease(auditId: string): string {
  return `operation/${auditId}`
}

/** Where Act-On counts the calls of all accounts together, one account asks for all. */
export const QUOTA_PROBE_LEASE = 'asking Act-On for all accounts'

/** One process at a time compares all Schedules with what is known of them. */
export const SCHEDULES_LEASE = 'watching the Schedules'

/** One process a day compares them whole. */
export const COMPARING_LEASE = 'comparing the Schedules'

/** One process at a time takes up what controllers have left unanswered. */
export const OPERATIONS_LEASE = 'taking operations up'
