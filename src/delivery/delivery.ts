/** What every step of one webinar's delivery needs. Made anew for each webinar, never stored. */
import type { ActOnClient } from '../act-on/client.ts'
import type { AccountCipher } from '../crypto/account-cipher.ts'
import type { HOLDS_ROWS_BACK } from '../contracts/trouble.ts'
import type { Store } from '../store/database.ts'
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
  readonly policy: DeliveryPolicy
  readonly met: Met
}

/** What one delivery meets on its way. */
export interface Met {
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

export function newMet(): Met {
  return { answered: false, waits: new Map(), tried: new Set(), refusedRows: new Map() }
}

export interface DeliveryPolicy {
  /** How long a list whose creation was not answered is looked for before it is created again. */
  readonly createLookupMinutes: number
  /** How soon a list that is not to be seen yet is looked for again; each look pages through all lists. */
  readonly lookAgainMs: number
  /** Waits between two looks at a merge job, in seconds; the last one repeats. */
  readonly jobPollSeconds: readonly number[]
  /** A job that is not done after this long is taken for stuck, and its rows are judged by the list. */
  readonly jobStuckMinutes: number
  /** Attempts of a run on one list without a usable answer, until it is asked whether Act-On itself is there. */
  readonly attemptsOnSilentList: number
  /** How long a job whose number was lost may still be at work. */
  readonly lostJobMinutes: number
  /** Shortest wait after a 429 of Act-On, for everybody. */
  readonly rateLimitWaitMs: number
  /** The same after a 429 to a token call: there are only five of those an hour. */
  readonly signInWaitMs: number
  /** When nothing went through for this long, the day's calls are taken to be used up. */
  readonly rateLimitPatienceMs: number
  /** How often the account's controller asks whether Act-On takes calls again. */
  readonly quotaProbeSeconds: number
  /**
   * How long a six-hourly run with nothing else to do waits for webinars that a backfill works on. Longer than a
   * lease outlives its owner: what a backfill held that is gone, the run reads itself.
   */
  readonly backfillPatienceMs: number
}

export const DELIVERY_POLICY: Omit<DeliveryPolicy, 'createLookupMinutes'> = {
  lookAgainMs: 10_000,
  jobPollSeconds: [2, 5, 15, 30, 60],
  jobStuckMinutes: 30,
  attemptsOnSilentList: 3,
  lostJobMinutes: 10,
  rateLimitWaitMs: 1000,
  signInWaitMs: 30_000,
  rateLimitPatienceMs: 60_000,
  quotaProbeSeconds: 60 * 60,
  backfillPatienceMs: 20_000,
}
