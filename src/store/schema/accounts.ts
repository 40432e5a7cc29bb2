/** Accounts: what is known of each, how it stands, and its credentials. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { AccountState } from '../../contracts/account-state.ts'
import type { NullableTime, Time } from './column-types.ts'

export interface AccountTable {
  on24_client_id: string
  name: string
  region: 'na' | 'eu'
  act_on_region: 'na' | 'eu'
  /** IANA. New lists are made with it. */
  time_zone: string
  /** The operator chose the zone, so that linking does not take Act-On's. */
  time_zone_chosen: boolean
  /** What Act-On calls the account's zone when that is none of IANA's, until an operator chooses one. */
  time_zone_unknown: string | null
  /** The account's data key, wrapped by a key of the ring; null once it was destroyed. */
  wrapped_data_key: string | null
  act_on_account_id: string | null
  act_on_account_name: string | null
  linked_at: NullableTime
  cursor_at: NullableTime
  needs_relink_since: NullableTime
  needs_relink_reason: string | null
  quota_since: NullableTime
  /** While true runs only read: set by a quota answer, cleared by a probe that went through. */
  quota_blocked: Generated<boolean>
  failing_since: NullableTime
  failing_reason: string | null
  /** False while operators are told of its reason in another name: see tell-troubles.ts. */
  failing_told: Generated<boolean>
  act_on_calls_per_day: number | null
  last_success_at: NullableTime
  /** The last run that read and tried everything, whatever single lists refused: until then nobody is late. */
  tried_at: NullableTime
  /** When Act-On is asked next whether it takes calls, or sign-ins, again. */
  next_probe_at: NullableTime
  created_at: Time
  /** Set when its removal was begun: from then on nothing is started for it, and the removal is finished. */
  closing_since: NullableTime
  /** Who began the removal, as the audit trail names them, and from where: whoever ends it records them. */
  closing_by: string | null
  closing_address: string | null
  /** The last call to ON24 whose only purpose was to keep the token pair alive. */
  on24_kept_at: NullableTime
  /** The `linked_at` for which controller, Schedule and first run were made; another link is to be started. */
  started_link_at: NullableTime
  /** As an operator asked for it last, until the flag of its Schedule says so, too; from then on as that flag was last seen. */
  paused_since: NullableTime
  paused_reason: string | null
  /** One more with each change of the two above: whoever saw an older one does not overwrite a newer. */
  pause_version: Generated<number>
  /** The end of the latest pause. */
  resumed_at: NullableTime
  /** How often a run of it has begun to ask ON24 what is new. */
  discoveries: Generated<number>
  /** What `discoveries` was when a run was last asked for, and when that was: the run comes while it is the same. */
  sync_awaits: number | null
  sync_asked_at: NullableTime
  /** When its Schedule starts runs next, as Temporal said last: ISO 8601 UTC, the earliest first. */
  next_runs: ColumnType<readonly string[], string | undefined, string>
  /** Set while operators have been told that it is late, or that it has many rejected rows. */
  late_since: NullableTime
  rejections_since: NullableTime
  /** What is shown of the account: computed by the database, so that lists can be filtered by it. */
  state: GeneratedAlways<AccountState>
  /** Null for `active`. */
  state_since: GeneratedAlways<Date | null>
  state_reason: GeneratedAlways<string | null>
  /** Since when a success is waited for; null while none is to be expected: paused, to be relinked, without quota. */
  quiet_since: GeneratedAlways<Date | null>
}

export interface CredentialTable {
  on24_client_id: string
  kind: 'on24' | 'actOn'
  sealed: string
  /** Keyed hash of the Act-On user name: token calls are serialised by it. Null for ON24. */
  user_key: string | null
  version: number
  updated_at: Time
}

/** Every token call, whatever its grant: Act-On may count them all. */
export interface SignInTable {
  user_key: string
  at: Time
  /**
   * `page`: somebody typed the user name. They may use up only a part of the hour's sign-ins. `fault`: so they did, and
   * it failed by no fault of theirs.
   */
  origin: Generated<'page' | 'sync' | 'fault'>
}
