/** The names of all leases. Only one process at a time does what a lease names. */

/** One `accountSync` run of an account at a time, however it was started. */
export function runLease(on24ClientId: string): string {
  return `accountSync/${on24ClientId}`
}

/** An active backfill holds it, and then delivers the rows that it has read itself. */
export function backfillLease(on24ClientId: string, runKey: string): string {
  return backfillLeases(on24ClientId) + runKey
}

/** The prefix of the leases of an account's backfills. */
export function backfillLeases(on24ClientId: string): string {
  return `accountBackfill/${on24ClientId}/`
}

/** Held while an activity reads a run's webinars: what it stores is still to be delivered. */
export function readingLease(runKey: string): string {
  return `reading/${runKey}`
}

/** One workflow at a time reads or delivers a webinar. */
export function webinarLease(on24ClientId: string, eventId: string): string {
  return webinarLeases(on24ClientId) + eventId
}

/** The prefix of the leases of an account's webinars. */
export function webinarLeases(on24ClientId: string): string {
  return `webinar/${on24ClientId}/`
}

/** Registering, starting and removing an account exclude each other. */
export function accountLifeLease(on24ClientId: string): string {
  return `accountLife/${on24ClientId}`
}

/** One token call at a time for an Act-On user, across all accounts. `userKey`: see user-key.ts. */
export function actOnUserLease(userKey: string): string {
  return `actOnUser/${userKey}`
}

/** Forms that are submitted with one invitation are processed one after the other. */
export function invitationLease(tokenHash: string): string {
  return `invitation/${tokenHash}`
}

/** One process at a time sets the flag of an account's Schedule, so that the latest pause or resume is applied last. */
export function pauseLease(on24ClientId: string): string {
  return `turn/${on24ClientId}`
}

/** An operation is carried out by its controller, or by the process that takes it up, but only by one of them. */
export function operationLease(auditId: string): string {
  return `operation/${auditId}`
}

/** A notice's workflow and a process without Temporal do not send it at the same time. */
export function noticeLease(noticeId: string): string {
  return `notice/${noticeId}`
}

/** If Act-On counts the calls of all accounts together, one account probes for all. */
export const QUOTA_PROBE_LEASE = 'asking Act-On for all accounts'

/** One process at a time compares the pauses of all Schedules with the store. */
export const SCHEDULES_LEASE = 'watching the Schedules'

/** One process a day compares all Schedules completely. */
export const COMPARING_LEASE = 'comparing the Schedules'

/** One of the processes that start together compares all Schedules. `definition`: see temporal/schedules.ts. */
export function comparingAtStartLease(definition: string): string {
  return `${COMPARING_LEASE} at a start/${definition}`
}

/** Held for a while after all Schedules were compared with their definition. */
export function comparedLease(definition: string): string {
  return `compared the Schedules/${definition}`
}

/** One process at a time takes up operations that controllers have not answered. */
export const OPERATIONS_LEASE = 'taking operations up'
