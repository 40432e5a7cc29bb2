/** Which limit an account waits for while it is `waitingForQuota`, in the words used everywhere. */

/** A limit of ours to the calls in any 24 hours. */
export interface CallLimit {
  readonly perDay: number
  /** The account has a limit of its own; otherwise the general setting applies. */
  readonly isOwn: boolean
  /** Act-On counts the calls of all accounts together, and so does the limit. */
  readonly isShared: boolean
}

export function limitUsedUp({ perDay, isOwn, isShared }: CallLimit): string {
  const calls = `All ${perDay.toLocaleString('en')} calls to Act-On`
  const limit = isOwn ? 'this account’s own limit (actOnCallsPerDay)' : 'ACTON_CALLS_PER_DAY'
  const whose = isShared ? ' all accounts together' : ''
  return `${calls} that ${limit} allows${whose} in any 24 hours are used up.`
}

/** Act-On does not say which of its limits it is. */
export const REFUSED_BY_ACT_ON =
  'Act-On itself takes no more calls of this account for now; our own limit is not used up.'
