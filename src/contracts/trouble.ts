/** Why data of an account waits, or is not as it should be: product contract §4, "Trouble". */

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

export function isTroubleKind(word: string): word is TroubleKind {
  return TROUBLE_KINDS.some((kind) => kind === word)
}

/** These concern the control of the account by operators, not its data. */
export type SteeringTrouble = Extract<TroubleKind, 'operationUnanswered' | 'controllerStuck'>

/** These concern the whole account, which is `failing` while one lasts. */
export const ACCOUNT_WIDE = ['actOnRefuses', 'signInsUsedUp'] as const
export type AccountWide = (typeof ACCOUNT_WIDE)[number]

/** These hold back rows of their webinar until a delivery succeeds or no row waits any longer. */
export const HOLDS_ROWS_BACK = [
  'listRefused',
  'listColumnsLost',
  'listNotVisible',
  'removalRefused',
] as const satisfies readonly TroubleKind[]

/**
 * `detail` of `removalsHeld` for rows that a repair found and that should not be in the list. Otherwise they are of
 * registrations that ON24 reports as gone.
 */
export const EXTRA_ROWS = 'extraRows'
/** The same rows once an operator has decided to remove them: until a run has, this is stored and not shown. */
export const EXTRA_ROWS_APPROVED = 'extraRowsApproved'

/** These are only reported: nothing waits until they end. */
export const HOLDS_NOTHING_BACK: readonly TroubleKind[] = [
  'clearIgnored',
  'columnMissing',
  'rowsExpired',
  'operationUnanswered',
  'controllerStuck',
]

/** One trouble of an account, as pages, API, notices and Temporal show it. */
export interface Trouble {
  readonly kind: TroubleKind
  /** Null for the whole account. */
  readonly eventId: string | null
  readonly since: Date
  /** Registrations that wait until it ends, or that were dropped; 0 where it holds nothing back. */
  readonly rows: number
  /** Headings, a status or a code. Never a contact's value or a vendor's text. */
  readonly detail: string
}

/** Whether it is, or may be, about rows that a repair has found in the list and not removed. */
export function concernsExtraRows({ kind, detail }: Pick<Trouble, 'kind' | 'detail'>): boolean {
  return (kind === 'removalsHeld' && detail === EXTRA_ROWS) || kind === 'removalRefused'
}
