/** What each step of a webinar's delivery needs. Created for each delivery, never stored. */
import type { ActOnClient } from '../act-on/client.ts'
import type { AccountCipher } from '../crypto/account-cipher.ts'
import type { HOLDS_ROWS_BACK } from '../contracts/trouble.ts'
import type { Store } from '../store/database.ts'
import type { Timing } from '../config/polling-and-waits.ts'
import type { ListsInFolder } from './list/lists-in-folder.ts'
import type { JobLooks } from './merge/job-looks.ts'
import type { RowsInMemory } from '../rows-in-memory.ts'

export interface Delivery {
  readonly store: Store
  readonly cipher: AccountCipher
  readonly actOn: ActOnClient
  /** Shared by all webinars that are delivered in one call of the activity. */
  readonly listsInFolder: ListsInFolder
  /** Shared in the same way. */
  readonly jobLooks: JobLooks
  readonly rowsInMemory: RowsInMemory
  /** Waits for a job while other webinars are delivered. */
  readonly aside: <T>(wait: () => Promise<T>) => Promise<T>
  readonly on24ClientId: string
  readonly eventId: string
  readonly runKey: string
  /** IANA: the zone in which the rows of a list that is created now are to be written. */
  readonly zoneOfNewLists: string
  /** The run repairs what its comparison found. */
  readonly repairs: boolean
  /** Aborts when the activity is cancelled or the webinar's lease is lost: no write may be sent after that. */
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly timing: Timing
  readonly findings: Findings
}

/** What one delivery finds out. */
export interface Findings {
  /** The list has answered a call, so it exists, even if other calls were refused. */
  answered: boolean
  /** Why rows of the webinar keep waiting, with the trouble's detail. */
  readonly waits: Map<HeldBackBy, string>
  /** Registrants whose rows were tried and keep waiting. */
  readonly tried: Set<string>
  /** By signature: how many rows were refused for a reason that is not the row's. */
  readonly refusedRows: Map<string, number>
}

export type HeldBackBy = (typeof HOLDS_ROWS_BACK)[number]

export function newFindings(): Findings {
  return { answered: false, waits: new Map(), tried: new Set(), refusedRows: new Map() }
}
