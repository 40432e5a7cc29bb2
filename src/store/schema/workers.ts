/** What all workers share: leases, paces, counts of calls, keys of the service. */
import type { Generated } from 'kysely'
import type { NullableTime, Time } from './column-types.ts'

export interface LeaseTable {
  name: string
  owner: string
  expires_at: Time
}

export interface PaceTable {
  key: string
  /** When the latest slot was given, whenever it comes. */
  given_at: Time
  next_at: Time
  /** When the vendor last said that it was too much, and how far apart the slots were to be from then on. */
  slowed_at: NullableTime
  slowed_ms: number | null
  /** So long nobody called after that. */
  hold_ms: Generated<number>
  /** Slots that were given since. */
  slots: Generated<number>
}

export interface CallCountTable {
  key: string
  bucket_at: Time
  calls: number
}

/** One row: how far `service_now()`, the time of all processes, is from the database's own. Only tests move it. */
export interface ServiceClockTable {
  is_the_only_row: Generated<boolean>
  shift: string
}

/** A key of the whole service, wrapped by the ring: it outlives every account. */
export interface ServiceKeyTable {
  name: string
  wrapped: string
}
