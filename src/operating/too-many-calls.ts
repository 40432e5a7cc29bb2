import { ActOnRateLimited } from '../act-on/errors.ts'
import { ActOnTooManySignIns } from '../act-on/tokens/token-errors.ts'

/** The account's calls are used up, for the minute, the hour or the day: Act-On does not tell which. */
export function isTooManyCalls(error: unknown): boolean {
  return error instanceof ActOnRateLimited || isRefusedToken(error)
}

/** A token call that Act-On answered with 429. Where we know ourselves how long to wait, it is not one. */
export function isRefusedToken(error: unknown): boolean {
  return error instanceof ActOnTooManySignIns && error.retryAfterMs === null
}
