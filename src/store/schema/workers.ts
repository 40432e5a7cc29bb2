/** What all workers share: leases, paces, counts of calls, keys of the service. */
import type { Generated } from 'kysely'
import type { NullableTime, Time } from './column-types.ts'

export interface LeaseTable {
  name: string
  owner: string
  expiresAt: Time
}

export interface PaceTable {
  key: string
  /** When the latest slot was given, whenever it comes. */
  givenAt: Time
  nextAt: Time
  /** When the vendor last said that it was too much, and how far apart the slots were to be from then on. */
  slowedAt: NullableTime
  slowedMs: number | null
  /** So long nobody called after that. */
  holdMs: Generated<number>
  /** Slots that were given since. */
  slots: Generated<number>
}

export interface CallCountTable {
  key: string
  bucketAt: Time
  calls: number
}

/** One row: how far `service_now()`, the time of all processes, is from the database's own. Only tests move it. */
export interface ServiceClockTable {
  isTheOnlyRow: Generated<boolean>
  shift: string
}

/** A key of the whole service, wrapped by the ring: it outlives every account. */
export interface ServiceKeyTable {
  name: string
  wrapped: string
}
