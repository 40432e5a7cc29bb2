/** What all workers share: leases, paces, counts of calls, keys of the service. */
import type { Time } from './column-types.ts'

export interface LeaseTable {
  name: string
  owner: string
  expires_at: Time
}

export interface PaceTable {
  key: string
  next_at: Time
}

export interface CallCountTable {
  key: string
  bucket_at: Time
  calls: number
}

/** A key of the whole service, wrapped by the ring: it outlives every account. */
export interface ServiceKeyTable {
  name: string
  wrapped: string
}
