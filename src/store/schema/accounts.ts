/** Accounts: what is known of each, how it stands, and its credentials. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { AccountState } from '../../contracts/account-state.ts'
import type { NullableTime, Time } from './column-types.ts'

export interface AccountTable {
  on24ClientId: string
  name: string
  region: 'na' | 'eu'
  actOnRegion: 'na' | 'eu'
  /** IANA. New lists are made with it. */
  timeZone: string
  /** The operator chose the zone, so that linking does not take Act-On's. */
  timeZoneChosen: boolean
  /** What Act-On calls the account's zone when that is none of IANA's, until an operator chooses one. */
  timeZoneUnknown: string | null
  /** The account's data key, wrapped by a key of the ring; null once it was destroyed. */
  wrappedDataKey: string | null
  actOnAccountId: string | null
  actOnAccountName: string | null
  linkedAt: NullableTime
  cursorAt: NullableTime
  needsRelinkSince: NullableTime
  needsRelinkReason: string | null
  quotaSince: NullableTime
  /** While true runs only read: set by a quota answer, cleared by a probe that went through. */
  quotaBlocked: Generated<boolean>
  failingSince: NullableTime
  failingReason: string | null
  /** False while operators are told of its reason in another name: see tell-troubles.ts. */
  failingTold: Generated<boolean>
  actOnCallsPerDay: number | null
  lastSuccessAt: NullableTime
  /** The last run that read and tried everything, whatever single lists refused: until then nobody is late. */
  triedAt: NullableTime
  /** When Act-On is asked next whether it takes calls, or sign-ins, again. */
  nextProbeAt: NullableTime
  createdAt: Time
  /** Set when its removal was begun: from then on nothing is started for it, and the removal is finished. */
  removalSince: NullableTime
  /** Who began the removal, as the audit trail names them, and from where: whoever ends it records them. */
  removalBy: string | null
  removalAddress: string | null
  /** The last call to ON24 whose only purpose was to keep the token pair alive. */
  on24KeptAt: NullableTime
  /** The `linked_at` for which controller, Schedule and first run were made; another link is to be started. */
  startedLinkAt: NullableTime
  /** As an operator asked for it last, until the flag of its Schedule says so, too; from then on as that flag was last seen. */
  pausedSince: NullableTime
  pausedReason: string | null
  /** One more with each change of the two above: whoever saw an older one does not overwrite a newer. */
  pauseVersion: Generated<number>
  /** The end of the latest pause. */
  resumedAt: NullableTime
  /** How often a run of it has begun to ask ON24 what is new. */
  discoveries: Generated<number>
  /** What `discoveries` was when a run was last asked for, and when that was: the run comes while it is the same. */
  syncAwaits: number | null
  syncAskedAt: NullableTime
  /** When its Schedule starts runs next, as Temporal said last: ISO 8601 UTC, the earliest first. */
  nextRuns: ColumnType<readonly string[], string | undefined, string>
  /** Set while operators have been told that it is late, or that it has many rejected rows. */
  lateSince: NullableTime
  rejectionsSince: NullableTime
  /** What is shown of the account: computed by the database, so that lists can be filtered by it. */
  state: GeneratedAlways<AccountState>
  /** Null for `active`. */
  stateSince: GeneratedAlways<Date | null>
  stateReason: GeneratedAlways<string | null>
  /** Since when a success is waited for; null while none is to be expected: paused, to be relinked, without quota. */
  quietSince: GeneratedAlways<Date | null>
}

export interface CredentialTable {
  on24ClientId: string
  kind: 'on24' | 'actOn'
  sealed: string
  /** Keyed hash of the Act-On user name: token calls are serialised by it. Null for ON24. */
  userKey: string | null
  version: number
  updatedAt: Time
}

/** Every token call, whatever its grant: Act-On may count them all. */
export interface SignInTable {
  userKey: string
  at: Time
  /**
   * `page`: somebody typed the user name. They may use up only a part of the hour's sign-ins. `fault`: so they did, and
   * it failed by no fault of theirs.
   */
  origin: Generated<'page' | 'sync' | 'fault'>
}
