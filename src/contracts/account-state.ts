/** The states of an account. If several apply, the first of `paused`, `needsRelink`, … `failing` is shown. */
export const ACCOUNT_STATES = [
  'unlinked',
  'active',
  'paused',
  'needsRelink',
  'waitingForQuota',
  'failing',
] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]

/** The state of an account, for its controller and for operators. */
export interface AccountStanding {
  readonly state: AccountState
  /** For operators. No personal data, except what an operator typed; null where there is no reason. */
  readonly reason: string | null
  /** ISO 8601 UTC; null for `active`. */
  readonly since: string | null
}
