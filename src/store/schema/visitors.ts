/** Who comes over HTTP: customers with an invitation, operators who signed in, and how often. */
import type { GeneratedAlways } from 'kysely'
import type { NullableTime, Time } from './column-types.ts'

/** Only hashes of the tokens. One that was voided is deleted. */
export interface InvitationTable {
  token_hash: string
  on24_client_id: string
  /** `operator:<name>`, or `notice` for those that a notice carries. */
  made_by: string
  created_at: Time
  expires_at: Time
  opened_at: NullableTime
  used_at: NullableTime
  /** Of the form that used it up: the same form sent twice gets the same answer. */
  submission_hash: string | null
}

/** Whose `/link/done` a browser may see. */
export interface DoneCookieTable {
  cookie_hash: string
  on24_client_id: string
  expires_at: Time
}

/** A sign-in to the operators' pages. */
export interface OperatorSessionTable {
  cookie_hash: string
  /** As OPERATOR_TOKENS names them. */
  operator: string
  expires_at: Time
  used_at: Time
}

/** Who signed in, whose token was refused, and from where. No tokens. */
export interface OperatorAccessTable {
  id: GeneratedAlways<string>
  at: Time
  what: 'signedIn' | 'signedOut' | 'tokenRefused' | 'lockedOut'
  /** Null where nobody knows. */
  operator: string | null
  address: string | null
}

/** `key` names the limit and holds a keyed hash of whom it limits. */
export interface RateLimitTable {
  key: string
  hits: number
  resets_at: Time
}
