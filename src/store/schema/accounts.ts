/** Accounts with their states and credentials. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { AccountState } from '../../contracts/account-state.ts'
import type { NullableTime, Time } from './column-types.ts'

export interface AccountTable {
  on24ClientId: string
  name: string
  region: 'na' | 'eu'
  actOnRegion: 'na' | 'eu'
  /** IANA. New lists are created with it. */
  timeZone: string
  /** The operator chose the zone, so that linking does not take Act-On's. */
  timeZoneChosen: boolean
  /** Act-On's name for the account's time zone if it is not an IANA name, until an operator chooses one. */
  timeZoneUnknown: string | null
  /** The account's data key, wrapped by a key of the ring; null once it is destroyed. */
  wrappedDataKey: string | null
  actOnAccountId: string | null
  actOnAccountName: string | null
  linkedAt: NullableTime
  cursorAt: NullableTime
  needsRelinkSince: NullableTime
  needsRelinkReason: string | null
  quotaSince: NullableTime
  /** Which limit the account waits for. */
  quotaReason: string | null
  /** While true, runs only read. Set by a quota answer, cleared by a successful probe. */
  quotaBlocked: Generated<boolean>
  failingSince: NullableTime
  failingReason: string | null
  /** False while another notice reports the reason: see trouble-notices.ts. */
  failingTold: Generated<boolean>
  actOnCallsPerDay: number | null
  /** How many milliseconds a merge job of the account usually takes; null: unknown. See delivery/merge/job-looks.ts. */
  usualJobMs: number | null
  lastSuccessAt: NullableTime
  /** When a run last read and tried everything, even if single lists refused. Lateness is counted from here. */
  triedAt: NullableTime
  /** When Act-On is asked next whether it accepts calls, or sign-ins, again. */
  nextProbeAt: NullableTime
  createdAt: Time
  /** When its removal was begun: from then on no work is started for it, until the removal is finished. */
  removalSince: NullableTime
  /** Who began the removal (as in the audit trail), and from where, for the entry at its end. */
  removalBy: string | null
  removalAddress: string | null
  /** The last call to ON24 whose only purpose was to keep the token pair alive. */
  on24KeptAt: NullableTime
  /**
   * The `linked_at` for which controller, Schedule and first run were started. If it differs, the link is to be
   * started.
   */
  startedLinkAt: NullableTime
  /** The pause as last requested, until the flag of its Schedule agrees; from then on as that flag was last seen. */
  pausedSince: NullableTime
  pausedReason: string | null
  /** Grows with each change of the two columns above, so that a process with an older version does not overwrite it. */
  pauseVersion: Generated<number>
  /** The end of the latest pause. */
  resumedAt: NullableTime
  /** How many of its runs have begun to ask ON24 what is new. */
  discoveries: Generated<number>
  /**
   * `discoveries` at the last request for a run, and the time of that request. The run is pending while they are equal.
   */
  syncAwaits: number | null
  syncAskedAt: NullableTime
  /** When its Schedule starts runs next, as last read from Temporal: ISO 8601 UTC, earliest first. */
  nextRuns: ColumnType<readonly string[], string | undefined, string>
  /** Set after operators got a notice that it is late, or has many rejected rows, until that ends. */
  lateSince: NullableTime
  rejectionsSince: NullableTime
  /** The state that is shown. The database computes it, so that lists can be filtered by it. */
  state: GeneratedAlways<AccountState>
  /** Null for `active`. */
  stateSince: GeneratedAlways<Date | null>
  stateReason: GeneratedAlways<string | null>
  /** Since when a success is expected; null while none is: paused, waiting for a relink, without quota. */
  quietSince: GeneratedAlways<Date | null>
}

export interface CredentialTable {
  on24ClientId: string
  kind: 'on24' | 'actOn'
  sealed: string
  /** Keyed hash of the Act-On user name, by which token calls are serialised. Null for ON24. */
  userKey: string | null
  version: number
  updatedAt: Time
}

/** Every token call, whatever its grant: Act-On may count them all. */
export interface SignInTable {
  userKey: string
  at: Time
  /**
   * `page`: a customer typed the user name on our page; these may use only a part of the hour's sign-ins. `fault`: the
   * same, but the sign-in failed for a reason that was not the customer's fault.
   */
  origin: Generated<'page' | 'sync' | 'fault'>
}
