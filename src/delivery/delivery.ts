/** What every step of one webinar's delivery needs. Made anew for each webinar, never stored. */
import type { ActOnClient } from '../act-on/client.ts'
import type { AccountCipher } from '../crypto/account-cipher.ts'
import type { HOLDS_ROWS_BACK } from '../contracts/trouble.ts'
import type { Store } from '../store/database.ts'
import type { Timing } from '../config/timing.ts'
import type { ListsInFolder } from './list/lists-in-folder.ts'

export interface Delivery {
  readonly store: Store
  readonly cipher: AccountCipher
  readonly actOn: ActOnClient
  /** Shared by all webinars that are delivered together. */
  readonly listsInFolder: ListsInFolder
  readonly on24ClientId: string
  readonly eventId: string
  readonly runKey: string
  /** Aborts when the activity is cancelled or the webinar's lease is lost: no write may leave after that. */
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly timing: Timing
  readonly findings: Findings
}

/** What one delivery meets on its way. */
export interface Findings {
  /** The list took a call: whatever was refused besides, it is there. */
  answered: boolean
  /** Why rows of the webinar go on waiting, with the trouble's detail. */
  readonly waits: Map<HeldBackBy, string>
  /** Registrants whose rows were tried and go on waiting. */
  readonly tried: Set<string>
  /** Rows that were refused, and not for themselves, by what the refusals have in common. */
  readonly refusedRows: Map<string, number>
}

export type HeldBackBy = (typeof HOLDS_ROWS_BACK)[number]

export function newFindings(): Findings {
  return { answered: false, waits: new Map(), tried: new Set(), refusedRows: new Map() }
}
