/** Why something waits, or is not as it should be, in an account: product contract §4, "Trouble". */

export const TROUBLE_KINDS = [
  'actOnRefuses',
  'listRefused',
  'listColumnsLost',
  'listNotVisible',
  'removalsHeld',
  'removalRefused',
  'webinarUnreadable',
  'signInsUsedUp',
  'clearIgnored',
  'columnMissing',
  'rowsExpired',
  'operationUnanswered',
  'controllerStuck',
] as const
export type TroubleKind = (typeof TROUBLE_KINDS)[number]

/** These are of what operators steer the account by, not of its data. */
export type SteeringTrouble = Extract<TroubleKind, 'operationUnanswered' | 'controllerStuck'>

/** These are of the whole account. While one lasts the account is `failing`. */
export const ACCOUNT_WIDE = ['actOnRefuses', 'signInsUsedUp'] as const
export type AccountWide = (typeof ACCOUNT_WIDE)[number]

/** These hold rows of their webinar back until a delivery gets through, or until nothing waits any more. */
export const HOLDS_ROWS_BACK = [
  'listRefused',
  'listColumnsLost',
  'listNotVisible',
  'removalRefused',
] as const satisfies readonly TroubleKind[]

/** These are told, and nothing waits for their end. */
export const HOLDS_NOTHING_BACK: readonly TroubleKind[] = [
  'clearIgnored',
  'columnMissing',
  'rowsExpired',
  'operationUnanswered',
  'controllerStuck',
]

/** One trouble of an account, as every place shows it. */
export interface Trouble {
  readonly kind: TroubleKind
  /** Null for the whole account. */
  readonly eventId: string | null
  readonly since: Date
  /** Registrations that wait for it to end, or that were dropped; 0 where it holds nothing back. */
  readonly rows: number
  /** Ours: headings, a status, a code. Never a value of a contact, nor a vendor's words. */
  readonly detail: string
}
