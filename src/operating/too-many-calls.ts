import { ActOnRateLimited } from '../act-on/errors.ts'
import { ActOnTooManySignIns } from '../act-on/tokens/token-errors.ts'

/** The account's calls are used up, for the minute, the hour or the day: Act-On does not say which. */
export function isTooManyCalls(error: unknown): boolean {
  return error instanceof ActOnRateLimited || isRateLimitedTokenCall(error)
}

/** A token call that Act-On answered with 429. Not one that our own budget stopped: then we know how long to wait. */
export function isRateLimitedTokenCall(error: unknown): boolean {
  return error instanceof ActOnTooManySignIns && error.retryAfterMs === null
}
