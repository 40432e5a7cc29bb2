/** Who comes over HTTP: customers with an invitation, operators who signed in, and how often. */
import type { GeneratedAlways } from 'kysely'
import type { NullableTime, Time } from './column-types.ts'

/** Only hashes of the tokens. One that was voided is deleted. */
export interface InvitationTable {
  tokenHash: string
  on24ClientId: string
  /** `operator:<name>`, or `notice` for those that a notice carries. */
  madeBy: string
  createdAt: Time
  expiresAt: Time
  openedAt: NullableTime
  usedAt: NullableTime
  /** Of the form that used it up: the same form sent twice gets the same answer. */
  submissionHash: string | null
}

/** Whose `/link/done` a browser may see. */
export interface DoneCookieTable {
  cookieHash: string
  on24ClientId: string
  expiresAt: Time
}

/** A sign-in to the operators' pages. */
export interface OperatorSessionTable {
  cookieHash: string
  /** As OPERATOR_TOKENS names them. */
  operator: string
  expiresAt: Time
  usedAt: Time
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
  resetsAt: Time
}
