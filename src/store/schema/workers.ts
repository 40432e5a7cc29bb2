/** What all workers share: leases, paces, counts of calls, the service's keys. */
import type { Generated } from 'kysely'
import type { NullableTime, Time } from './column-types.ts'

export interface LeaseTable {
  name: string
  owner: string
  expiresAt: Time
}

export interface PaceTable {
  key: string
  /** When the latest slot was assigned, which may begin later. */
  givenAt: Time
  nextAt: Time
  /** When the vendor last reported too many calls, and how far apart the slots were from then on. */
  slowedAt: NullableTime
  slowedMs: number | null
  /** How long no calls were allowed after that. */
  holdMs: Generated<number>
  /** How many slots were assigned since. */
  slots: Generated<number>
}

export interface CallCountTable {
  key: string
  bucketAt: Time
  calls: number
}

/**
 * One row: the difference between `service_now()`, the time of all processes, and the database's clock. Only tests set
 * it.
 */
export interface ServiceClockTable {
  isTheOnlyRow: Generated<boolean>
  shift: string
}

/** A key of the whole service, wrapped by the ring. Removing accounts does not delete it. */
export interface ServiceKeyTable {
  name: string
  wrapped: string
}
