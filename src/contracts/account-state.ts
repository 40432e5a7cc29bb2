/** What is shown of an account. Of several reasons the first of `paused`, `needsRelink`, … `failing` is shown. */
export const ACCOUNT_STATES = [
  'unlinked',
  'active',
  'paused',
  'needsRelink',
  'waitingForQuota',
  'failing',
] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]

/** How an account stands, as its controller and operators are told. */
export interface AccountStanding {
  readonly state: AccountState
  /** For operators, without personal data but for what an operator typed; null where there is none. */
  readonly reason: string | null
  /** ISO 8601 UTC; null for `active`. */
  readonly since: string | null
}
