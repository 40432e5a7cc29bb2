/** Visitors over HTTP: invitations of customers and links to their own pages, sessions of operators, and counts of requests. */
import type { GeneratedAlways } from 'kysely'
import type { NullableTime, Time } from './column-types.ts'

/** Holds only hashes of tokens. Revoked invitations are deleted. */
export interface InvitationTable {
  tokenHash: string
  on24ClientId: string
  /** `operator:<name>`, `notice` for invitations in notices, or `statusLink` for those that a customer asked for. */
  madeBy: string
  createdAt: Time
  expiresAt: Time
  openedAt: NullableTime
  usedAt: NullableTime
  /** Hash of the form that used the invitation: the same form submitted twice gets the same answer. */
  submissionHash: string | null
}

/** The link to the customer's own page, `/status/<token>`. A withdrawn one is deleted. */
export interface StatusLinkTable {
  on24ClientId: string
  /** By which a visitor's token is found. */
  tokenHash: string
  /** The token itself, for operators who look it up and for notices. */
  sealed: string
  /** `operator:<name>`. */
  madeBy: string
  createdAt: Time
}

/** The account whose `/link/done` a browser may see. */
export interface DoneCookieTable {
  cookieHash: string
  on24ClientId: string
  expiresAt: Time
}

/** A session on the operators' pages. */
export interface OperatorSessionTable {
  cookieHash: string
  /** As OPERATOR_TOKENS names them. */
  operator: string
  expiresAt: Time
  usedAt: Time
}

/** Sign-ins of operators and refused tokens, with their addresses. No tokens. */
export interface OperatorAccessTable {
  id: GeneratedAlways<string>
  at: Time
  what: 'signedIn' | 'signedOut' | 'tokenRefused' | 'lockedOut'
  /** Null if unknown. */
  operator: string | null
  address: string | null
}

/** `key` contains the limit's name and a keyed hash of the limited client. */
export interface RateLimitTable {
  key: string
  hits: number
  resetsAt: Time
}
